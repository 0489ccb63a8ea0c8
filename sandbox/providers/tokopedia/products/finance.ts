import type { Samples } from '../sample.js';

export const FINANCE: Samples = {
  'kredit-mtf': {
    name: 'Mandiri Tunas Finance',
    pays: 'bill',
    number: '7801166111',
    base: 444_000,
    admin: 10_000,
    partnerFee: 1_000,
    names: ['Toko*** U*ser', 'Toko*** U*ser'],
    serial: '7801166111',
    inquiry: `
      Nama: Toko*** U*ser
      Nomor Pelanggan: 7801166111
      Jatuh Tempo: 2021-08-03
      Tagihan Ke: 47
      Total Tagihan: Rp 454.000
      Denda: Rp 10.000
      Admin: Rp 10.000
      Tagihan: Rp 434.000`,
    result: `
      Nomor Pelanggan: 7801166111
      Nama: Toko*** U*ser
      Nomor Referensi: 7801166111
      Tagihan Ke: 47
      Denda: Rp 10.000
      Biaya Admin: Rp 10.000
      Jatuh Tempo: 2021-08-03
      Total Tagihan: Rp 434.000
      Total Bayar: Rp 454.000`,
  },
  // No sample of this product is published; the data is invented.
  'kredit-mandiri-utama-finance': {
    name: 'Mandiri Utama Finance',
    pays: 'bill',
    number: '5012341111',
    base: 1_250_000,
    admin: 10_000,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'MUF20231111',
    inquiry: `
      Nama: TOKO***** US**
      Nomor Pelanggan: 5012341111
      Jatuh Tempo: 2023-02-10
      Tagihan Ke: 12
      Tagihan: Rp1.250.000
      Admin: Rp10.000
      Total Tagihan: Rp1.260.000`,
    result: `
      Nomor Pelanggan: 5012341111
      Nama: TOKOPEDIA USER
      Nomor Referensi: MUF20231111
      Tagihan Ke: 12
      Jatuh Tempo: 2023-02-10
      Total Tagihan: Rp1.250.000
      Biaya Admin: Rp10.000
      Total Bayar: Rp1.260.000`,
  },
  // The published receipt's due date and fine are not the inquiry's; here they are.
  'kredit-mtf-new': {
    name: 'Mandiri Tunas Finance (baru)',
    pays: 'bill',
    number: '38036241234111',
    base: 4_850_000,
    admin: 10_000,
    partnerFee: 5_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: '38036241234111',
    inquiry: `
      Nama: TOKO***** US**
      Total Tagihan: Rp4.860.000
      Jatuh Tempo: 2023-05-03
      Tagihan Ke: 5
      Tagihan: Rp4.850.000
      Nomor Pelanggan: 38036241234111
      Denda: Rp1.635.600
      Admin: Rp10.000
      Nomor Polisi:`,
    result: `
      Nomor Pelanggan: 38036241234111
      Nama: TOKOPEDIA USER
      Nomor Referensi: 38036241234111
      Tagihan Ke: 5
      Denda: Rp1.635.600
      Biaya Admin: Rp10.000
      Jatuh Tempo: 2023-05-03
      Total Tagihan: Rp4.850.000
      Total Bayar: Rp4.860.000
      Total Cicilan:
      Nomor Polisi: B1849CZK
      Jenis Kendaraan: SUZUKI-ERTIGA******* 1.* A*
      Nama Cabang: BSD - MOBIL
      Warna: METALLIC MAGMA GRAY 2
      Biaya Tagih: Rp0`,
  },
  'insurance-prudential': {
    name: 'Prudential',
    pays: 'bill',
    number: '2041110907111',
    base: 460_000,
    admin: 0,
    partnerFee: 1_000,
    names: ['CHARL** HANDO**', 'CHARLES HANDOKO'],
    serial: '110195022',
    inquiry: `
      Nama: CHARL** HANDO**
      Nomor Polis: 2041110907111
      Nomor Proposal: 110195022
      Periode: 16 Jun 2022 - 16 Jul 2022
      Mata Uang: IDR
      Premi: Rp460.000
      Total Tagihan: Rp460.000`,
    result: `
      Nama: CHARLES HANDOKO
      Nomor Polis: 2041110907111
      Nomor Proposal: 110195022
      Periode: 16 Jun 2022 - 16 Jul 2022
      Mata Uang: IDR
      Premi: Rp460.000
      Total Tagihan: Rp460.000`,
  },
  // No sample of this product is published; the data is invented.
  'insurance-allianz-premilanjutan': {
    name: 'Allianz Premi Lanjutan',
    pays: 'choice',
    limits: { min: 500_000 },
    number: '000051231111',
    base: 1_000_000,
    admin: 0,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'ALZ00231111',
    inquiry: `
      Nama: TOKO***** US**
      Nomor Polis: 000051231111
      Premi: Rp1.000.000
      Minimum Bayar: Rp500.000
      Biaya Admin: Rp0
      Total Tagihan: Rp1.000.000`,
    result: `
      Nama: TOKOPEDIA USER
      Nomor Polis: 000051231111
      Nomor Referensi: ALZ00231111
      Total Bayar: Rp1.000.000`,
  },
};
