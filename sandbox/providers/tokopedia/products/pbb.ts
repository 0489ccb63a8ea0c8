import type { Samples } from '../sample.js';

export const PBB: Samples = {
  'pbb-dki-jakarta': {
    name: 'PBB DKI Jakarta',
    pays: 'bill',
    number: '5645535636111',
    fields: { period: '2022' },
    base: 7_306_464,
    admin: 2_500,
    partnerFee: 1_000,
    names: ['Tokopedia User', 'Tokopedia User'],
    serial: '5126542313618111',
    pending: { fields: null },
    inquiry: `
      Jenis Pajak: PBB
      Nomor Objek Pajak: 5645535636111
      Nama: Tokopedia User
      Alamat: Jl. Bersama Jakarta
      Tahun Pajak: 2022
      Total Tagihan: Rp 7.306.464
      Biaya Admin: Rp 2.500
      Jumlah Pembayaran: Rp 7.308.964
      Jumlah Pokok: Rp 4.936.800
      Jumlah Sanksi: Rp 0
      Jumlah Bunga: Rp 2.369.664
      Jumlah Denda: Rp 0`,
    result: `
      Jenis Pajak: PBB
      Merchant/Biller: PBB DKI Jakarta
      Nomor Objek Pajak: 5645535636111
      NTPD: 5126542313618111
      Nama: Tokopedia User
      Tahun Pajak: 2022
      Total Tagihan: Rp 7.306.464
      Biaya Admin: Rp 2.500
      Total Bayar: Rp 7.308.964
      Jumlah Pokok: Rp 4.936.800
      Jumlah Sanksi: Rp 0
      Jumlah Bunga: Rp 2.369.664
      Jumlah Denda: Rp 0`,
  },
  'pbb-kota-depok': {
    name: 'PBB Kota Depok',
    pays: 'bill',
    number: '317103000201711111',
    fields: { period: '2021' },
    base: 47_875,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['Toko*****', 'Tokopedia'],
    serial: '2211030244558701',
    pending: { fields: null },
    inquiry: `
      Alamat: Jl. XYZ**
      Biaya Admin: Rp5.000
      Denda: Rp0
      Diskon: Rp0
      Jatuh Tempo:
      Jenis Pajak: PBB
      Jumlah Pembayaran: Rp52.875
      Kabupaten Kota:
      Kecamatan:
      Luas Bangunan:
      Luas Tanah:
      Merchant Biller:
      Nama: Toko*****
      Nomor Objek Pajak: 317103000201711111
      Provinsi:
      Tagihan: Rp47.875
      Tahun Pajak: 2021
      Tahun Terhutang:
      Total Tagihan: Rp47.875`,
    result: `
      Alamat: Jl. XYZ123
      Biaya Admin: Rp5.000
      Denda: Rp0
      Diskon: Rp0
      Jatuh Tempo:
      Jenis Pajak: PBB
      Kabupaten Kota:
      Kecamatan:
      Luas Bangunan:
      Luas Tanah:
      Merchant Biller:
      Nama: Tokopedia
      Nomor Objek Pajak: 317103000201711111
      Provinsi:
      Tagihan: Rp47.875
      NTPD: 2211030244558701
      NTB:
      Tahun Pajak: 2021
      Tahun terhutang:
      Total Tagihan:
      Total Bayar: Rp52.875`,
  },
  // The published receipt shows another bill's total.
  'pbb-kab-bandung-barat': {
    name: 'PBB Kab. Bandung Barat',
    pays: 'bill',
    number: '317103000201711111',
    fields: { period: '2022' },
    base: 47_500,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['Toko*****', 'Tokopedia'],
    serial: '220308',
    pending: { fields: null },
    inquiry: `
      Biaya Admin: Rp5.000
      Jatuh Tempo: 30 Sep 2022
      Jenis Pajak: PBB Kab. Bandung Barat
      Jumlah Pembayaran: Rp52.500
      Kelurahan:
      Kecamatan:
      Luas Bangunan:
      Luas Tanah:
      Nama: Toko*****
      Nomor Objek Pajak: 317103000201711111
      Tagihan: Rp47.500
      Tahun SPPT: 2022
      Total Tagihan: Rp47.500`,
    result: `
      Biaya Admin: Rp5.000
      Jatuh Tempo: 30 Sep 2022
      Jenis Pajak: PBB Kab. Bandung Barat
      Jumlah Pembayaran: Rp52.500
      Kelurahan:
      Kecamatan:
      Luas Bangunan:
      Luas Tanah:
      Nama: Tokopedia
      Nama Subjek Pajak: Tokopedia
      Nomor Objek Pajak: 317103000201711111
      Tahun SPPT: 2022
      Tahun Pajak: 2022
      Total Tagihan: Rp47.500
      Total Bayar: Rp52.500
      NTPD: 220308
      Kode Sah: 202208161024
      Nomor Referensi: 220308
      Merchant Biller: PBB Kab. Bandung Barat`,
  },
  // No sample of this product is published; the data is invented.
  'pbb-kab-semarang': {
    name: 'PBB Kab. Semarang',
    pays: 'bill',
    number: '332201000100111111',
    fields: { period: '2022' },
    base: 61_250,
    admin: 3_500,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: '3322230001111',
    pending: { fields: null },
    inquiry: `
      Jenis Pajak: PBB
      Nomor Objek Pajak: 332201000100111111
      Nama: TOKO***** US**
      Tahun Pajak: 2022
      Kecamatan:
      Tagihan: Rp61.250
      Biaya Admin: Rp3.500
      Jumlah Pembayaran: Rp64.750`,
    result: `
      Jenis Pajak: PBB
      Nomor Objek Pajak: 332201000100111111
      Nama: TOKOPEDIA USER
      Tahun Pajak: 2022
      Kecamatan:
      NTPD: 3322230001111
      Tagihan: Rp61.250
      Biaya Admin: Rp3.500
      Total Bayar: Rp64.750`,
  },
  // The published order and receipt show three numbers; here the inquiry's.
  'pbb-kota-pangkal-pinang': {
    name: 'PBB Kota Pangkal Pinang',
    pays: 'bill',
    number: '317103000201711111',
    fields: { period: '2022' },
    base: 21_384,
    admin: 3_500,
    partnerFee: 1_000,
    names: ['Toko*****', 'Tokopedia'],
    serial: '5FF01589C30148F597119E1403C5CFC9',
    pending: { fields: null },
    inquiry: `
      Alamat: Jl. XYZ**
      Biaya Admin: Rp3.500
      Jumlah Denda: Rp3.856
      Jumlah Pokok: Rp17.528
      Jenis Pajak: PBB
      Jumlah Pembayaran: Rp24.884
      Kabupaten Kota:
      Kecamatan:
      Nama: Toko*****
      Nomor Objek Pajak: 317103000201711111
      Tahun Pajak: 2022
      Total Tagihan: Rp21.384`,
    result: `
      Alamat: Jl. XYZ12
      Biaya Admin: Rp3.500
      Jumlah Denda: Rp3.856
      Jumlah Pokok: Rp17.528
      Jenis Pajak: PBB
      Jumlah Pembayaran: Rp24.884
      Kabupaten Kota:
      Kecamatan:
      Nama: Tokopedia
      Nomor Objek Pajak: 317103000201711111
      Tahun Pajak: 2022
      Total Tagihan: Rp21.384
      Total Bayar: Rp24.884
      NTB:
      NTPD: 5FF01589C30148F597119E1403C5CFC9`,
  },
  'pbb-dki-jakarta-new': {
    name: 'PBB DKI Jakarta (baru)',
    pays: 'bill',
    number: '327800300400701111',
    fields: { period: '2021' },
    base: 7_306_464,
    admin: 2_500,
    partnerFee: 2_000,
    names: ['Toko***** Us**', 'Tokopedia User'],
    serial: '5126542313618111',
    inquiry: `
      Alamat: Jl. Bersama Jakarta
      Biaya Admin: Rp 2.500
      Jumlah Denda: Rp 0
      Diskon:
      Jatuh Tempo:
      Jenis Pajak: PBB
      Jumlah Pembayaran: Rp 7.308.964
      Jumlah Pokok: Rp 4.936.800
      Jumlah Sanksi: Rp 0
      Jumlah Bunga: Rp 2.369.664
      Kelurahan:
      Kabupaten Kota:
      Kecamatan:
      Luas Bangunan:
      Luas Tanah:
      Merchant Biller:
      Nama: Toko***** Us**
      Nomor Objek Pajak: 327800300400701111
      Provinsi:
      Tagihan:
      Tahun Pajak: 2021
      Tahun Terhutang:
      Total Tagihan: Rp 7.306.464`,
    result: `
      Alamat:
      Biaya Admin: Rp 2.500
      Jumlah Denda: Rp 0
      Diskon:
      Jatuh Tempo:
      Jenis Pajak: PBB
      Jumlah Pokok: Rp 4.936.800
      Jumlah Sanksi: Rp 0
      Jumlah Bunga: Rp 2.369.664
      Kelurahan:
      Kabupaten Kota:
      Kecamatan:
      Luas Bangunan:
      Luas Tanah:
      Merchant/Biller: PBB DKI Jakarta
      Nama: Tokopedia User
      Nomor Objek Pajak: 327800300400701111
      Provinsi:
      Tagihan:
      Tahun Pajak: 2021
      Tahun Terhutang:
      Total Tagihan: Rp 7.306.464
      Total Bayar: Rp 7.308.964
      NTPD: 5126542313618111
      NTB:
      Kode Sah:
      Nomor Referensi:`,
  },
};
