import type { Samples } from '../sample.js';

export const GAS_AND_BPJS: Samples = {
  pgn: {
    name: 'Gas PGN',
    pays: 'bill',
    number: '11111418111',
    base: 10_000,
    admin: 1_200,
    partnerFee: 1_000_000,
    names: ['Tokop**** Us**', 'Tokopedia User'],
    serial: 'TOKPEDREFGAS',
    inquiry: `
      ID Pelanggan: 11111418111
      Nama: Tokop**** Us**
      Periode: 17/07/2018
      Total Tagihan: Rp10.000
      Biaya Admin: Rp1.200
      Total Bayar: Rp11.200`,
    result: `
      Nomor Pelanggan: 11111418111
      Nama: Tokopedia User
      Periode: 17/07/2018
      Stand Awal: 760
      Stand Akhir: 769
      Volume Pemakaian: 9
      Kode Reff:
      No Resi: TOKPEDREFGAS
      Total Tagihan: Rp 10.000
      Biaya Admin: Rp1.200
      Total Bayar: Rp11.200`,
  },
  'bpjs-kesehatan-iuran-1month': {
    name: 'BPJS Kesehatan 1 Bulan',
    pays: 'bill',
    number: '099994301115',
    base: 80_000,
    admin: 2_500,
    partnerFee: 1_000,
    names: ['Tokopedia User Default', 'Tokopedia User'],
    serial: 'MJ999999',
    inquiry: `
      No. VA Kepala Keluarga: 099994301115
      No. VA: 099994301115
      Nama: Tokopedia User Default
      Total Bayar: Rp 82.500
      Jumlah Anggota Keluarga: 1 orang
      Jumlah Periode Pembayaran: 1 bulan
      Biaya Iuran: Rp 80.000
      Biaya Admin: Rp 2.500`,
    result: `
      Nomor Referensi: MJ999999
      Tanggal Lunas: 2022-12-15 10-13-40
      No. VA Keluarga: 099994301115
      Nama: Tokopedia User
      Jml. Keluarga: 1
      Periode: 1 bulan
      Nama Cabang: Tokopedia
      Premi: Rp 80.000
      Biaya Admin: Rp 2.500
      Total Bayar: Rp 82.500`,
  },
  'bpjs-ketenagakerjaan-iuran-1month': {
    name: 'BPJS Ketenagakerjaan 1 Bulan',
    pays: 'bill',
    number: '099994301111',
    base: 36_800,
    admin: 3_500,
    partnerFee: 0,
    names: ['Tokop**** Us**', 'Tokopedia User'],
    serial: '920036640899',
    inquiry: `
      Nama: Tokopedia User
      Nomor Kepesertaan: 099994301111
      Periode: 1 bulan
      Total Bayar: Rp 40.300
      Kantor Cabang: PULAU LAUT KOTABARU(KCP)
      JKK: Rp 10.000
      JKM: Rp 6.800
      JHT: Rp 20.000
      Biaya Admin: Rp 3.500`,
    result: `
      Kode Iuran: 920036640899
      Tanggal Lunas: 27-03-2020
      Nomor Kepesertaan: 099994301111
      Nama: Tokopedia User
      JKK: Rp 10.000
      JKM: Rp 6.800
      JHT: Rp 20.000
      Bulan: 1 bulan
      Total Iuran: Rp 36.800
      Biaya Admin: Rp 3.500
      Total Bayar: Rp 40.300
      Tanggal Efektif: 10-07-2018
      Tanggal Berakhir: 04-06-2020
      Kantor Cabang: PULAU LAUT KOTABARU(KCP)`,
  },
  // No sample of this product is published; the data is invented.
  'bpjs-denda': {
    name: 'BPJS Denda',
    pays: 'bill',
    number: '0001234561111',
    base: 240_000,
    admin: 2_500,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'DN99001111',
    inquiry: `
      No. VA: 0001234561111
      Nama: TOKO***** US**
      Biaya Denda: Rp240.000
      Biaya Admin: Rp2.500
      Total Bayar: Rp242.500`,
    result: `
      Nomor Referensi: DN99001111
      No. VA: 0001234561111
      Nama: TOKOPEDIA USER
      Biaya Denda: Rp240.000
      Biaya Admin: Rp2.500
      Total Bayar: Rp242.500`,
  },
};
