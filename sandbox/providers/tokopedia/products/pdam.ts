import type { Samples } from '../sample.js';

export const PDAM: Samples = {
  'pdam-dki-palyja': {
    name: 'PDAM Palyja DKI',
    pays: 'bill',
    number: '000811111',
    base: 120_362,
    admin: 2_500,
    partnerFee: 0,
    names: ['TOKXXXX** UX**', 'TOKXXX UXXX'],
    inquiry: `
      Jumlah Periode: 1
      No. Pelanggan: 000811111
      Nama: TOKXXXX** UX**
      Total Tagihan: Rp122.862
      Periode: November 2022
      Jumlah Tagihan: Rp120.362
      Biaya Admin: Rp2.500`,
    result: `
      Wilayah: PALYJA JAKARTA
      Nomor Pelanggan: 000811111
      Nama: TOKXXX UXXX
      Total Tagihan: Rp120.362
      No.Reff:
      Jumlah Periode: 1
      Biaya Admin: Rp2.500
      Total Bayar: Rp122.862
      Periode: November 2022
      Tagihan: Rp120.362`,
  },
  // The published rows are another bill's (Rp52.940); here they follow base_price.
  'pdam-jatim-kota-surabaya': {
    name: 'PDAM Kota Surabaya',
    pays: 'bill',
    number: '7111111',
    base: 12_400,
    admin: 2_500,
    partnerFee: 0,
    names: ['Tokope*** Us**', ''],
    paid: { admin_fee: 0 },
    inquiry: `
      Wilayah: KOTA SURABAYA
      Nama: Tokope*** Us**
      Alamat: Tokope*** To***
      Total Tagihan: Rp14.900
      Periode: Juni 2023
      Pemakaian: 11 m3
      Jumlah Tagihan: Rp12.400
      Biaya Admin: Rp2.500
      Jumlah Periode: 1
      Jatuh Tempo: 1 - 15 Juni 2023
      Tunggakan & Denda: Rp0
      Meter Lalu: 7259
      Meter Kini: 7270
      Tagihan Bulan Ini: Rp8.900
      Admin Tutup/Buka: Rp0
      Retribusi: Rp3.500`,
    result: `
      Nomor Pelanggan: 7111111
      Nama: Tokopedia User
      Alamat: Tokopedia Tower
      Total Tagihan: Rp14.900
      No.Reff: 123412341234
      Jumlah Periode: 1
      Penalty: Rp0
      Biaya Admin: Rp2.500
      Total Bayar: Rp14.900
      Periode: Juni 2023
      Tagihan: Rp12.400
      Stand Meter: 7259-7270 m3
      Pemakaian: 11 m3
      Tunggakan & Denda: Rp0
      Jatuh Tempo: 1 - 15 Juni 2023
      Tagihan Bulan Ini: Rp8.900
      Admin Tutup/Buka: Rp0
      Retribusi: Rp3.500
      Status: Transaksi berhasil
      Gol Tarif: 2.1`,
  },
  'pdam-sumatera-kota-medan': {
    name: 'PDAM Kota Medan',
    pays: 'bill',
    number: '0328111111',
    base: 22_000,
    admin: 5_000,
    partnerFee: 0,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'FM4032976867111111',
    inquiry: `
      No. Pelanggan: 0328111111
      Nama: TOKO***** US**
      Alamat: TOKO***** TOW**
      Total Tagihan: Rp27.000
      Desember 2022: Rp6.000
      Pemakaian: 10 m3
      Januari 2023: Rp6.000
      Pemakaian: 10 m3
      Kode Tarif: RT.*
      Jumlah Periode: 2
      Jumlah Tagihan: Rp12.000
      Biaya Admin: Rp5.000`,
    result: `
      Wilayah: KOTA MEDAN (SUMUT)
      Nomor Pelanggan: 0328111111
      Nama: TOKOPEDIA USER
      Alamat: TOKOPEDIA TOWER
      Total Tagihan: Rp12.000
      No.Reff: FM4032976867111111
      Jumlah Periode: 2
      Penalty: Rp10.000
      Biaya Admin: Rp5.000
      Total Bayar: Rp27.000
      Periode: Desember 2022
      Tagihan: Rp6.000
      Periode: Januari 2023
      Tagihan: Rp6.000`,
  },
  // No sample of this product is published; the data is invented.
  'pdam-kota-kediri': {
    name: 'PDAM Kota Kediri',
    pays: 'bill',
    number: '0101111',
    base: 57_300,
    admin: 2_500,
    partnerFee: 0,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'KDR2023011111',
    inquiry: `
      Wilayah: KOTA KEDIRI
      No. Pelanggan: 0101111
      Nama: TOKO***** US**
      Periode: Januari 2023
      Jumlah Periode: 1
      Pemakaian: 14 m3
      Jumlah Tagihan: Rp57.300
      Biaya Admin: Rp2.500
      Total Tagihan: Rp59.800`,
    result: `
      Wilayah: KOTA KEDIRI
      Nomor Pelanggan: 0101111
      Nama: TOKOPEDIA USER
      Periode: Januari 2023
      Jumlah Periode: 1
      Stand Meter: 512-526 m3
      No.Reff: KDR2023011111
      Tagihan: Rp57.300
      Biaya Admin: Rp2.500
      Total Bayar: Rp59.800`,
  },
  // The published receipt is of the month before the inquiry's.
  'pdam-jabar-kota-cirebon': {
    name: 'PDAM Kota Cirebon',
    pays: 'bill',
    number: '211111',
    base: 86_450,
    admin: 2_500,
    partnerFee: 100,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: '20221220222328000000000004111111',
    inquiry: `
      Jumlah Periode: 1
      Nama PDAM: Kota Cirebon
      No. Pelanggan: 211111
      Nama: TOKO***** US**
      Total Tagihan: Rp88.950
      Periode: DEC22
      Pemakaian: 10 M3
      Jumlah Tagihan: Rp86.450
      Biaya Admin: Rp2.500`,
    result: `
      Wilayah: Kota Cirebon
      Nomor Pelanggan: 211111
      Nama: TOKOPEDIA USER
      Alamat: TOKOPEDIA TOWER
      Total Tagihan: Rp86.450
      No.Reff: 20221220222328000000000004111111
      Jumlah Periode: 1
      Biaya Admin: Rp2.500
      Total Bayar: Rp88.950
      Periode: DEC22
      Tagihan: Rp86.450`,
  },
  // No sample of this product is published; the data is invented.
  'pdam-kab-pandeglang': {
    name: 'PDAM Kab. Pandeglang',
    pays: 'bill',
    number: '030521111',
    base: 74_150,
    admin: 2_500,
    partnerFee: 0,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'PDG2023011111',
    inquiry: `
      Wilayah: KAB. PANDEGLANG
      No. Pelanggan: 030521111
      Nama: TOKO***** US**
      Periode: Januari 2023
      Jumlah Periode: 1
      Pemakaian: 14 m3
      Jumlah Tagihan: Rp74.150
      Biaya Admin: Rp2.500
      Total Tagihan: Rp76.650`,
    result: `
      Wilayah: KAB. PANDEGLANG
      Nomor Pelanggan: 030521111
      Nama: TOKOPEDIA USER
      Periode: Januari 2023
      Jumlah Periode: 1
      Stand Meter: 512-526 m3
      No.Reff: PDG2023011111
      Tagihan: Rp74.150
      Biaya Admin: Rp2.500
      Total Bayar: Rp76.650`,
  },
  'pdam-jatim-kota-surabaya-new': {
    name: 'PDAM Kota Surabaya (baru)',
    pays: 'bill',
    number: '3111111',
    base: 50_440,
    admin: 2_500,
    partnerFee: 1_000,
    names: ['Tokope*** Us**', ''],
    paid: { admin_fee: 0 },
    inquiry: `
      Nama PDAM: KOTA SURABAYA
      Nomor Pelanggan: 3111111
      Nama: Tokope*** Us**
      Alamat: Tokope*** To***
      Total Tagihan: Rp52.940
      Periode: Juni 2023
      Pemakaian: 11 m3
      Jumlah Tagihan: Rp50.440
      Produk:
      Biaya Admin: Rp2.500
      Kode Tarif:
      Jumlah Periode: 1
      Jatuh Tempo: 1 - 15 Juni 2023
      Tunggakan & Denda: Rp0
      Meter Lalu: 7259
      Meter Kini: 7270
      Tagihan Bulan Ini: Rp26.940
      Admin Tutup/Buka: Rp0
      Retribusi: Rp23.500
      Nomor Referensi:`,
    result: `
      Wilayah: KOTA SURABAYA
      Nomor Pelanggan: 3111111
      Nama: Tokopedia User
      Alamat: Tokopedia Tower
      Periode: Juni 2023
      Tagihan: Rp50.440
      Total Tagihan: Rp50.440
      Penalty: Rp0
      Biaya Admin: Rp2.500
      Total Bayar: Rp52.940
      No.Reff: 121232313123
      Pemakaian: 11 m3
      Stand Meter: 1124-1134 m3
      Jumlah Periode: 1
      Tunggakan & Denda: Rp0
      Jatuh Tempo: 1 - 15 Juni 2023
      Tagihan Bulan Ini: Rp26.940
      Admin Tutup/Buka: Rp0
      Retribusi: Rp23.500
      Gol Tarif: 2.1
      Nomor Referensi:`,
  },
};
