import type { Samples } from '../sample.js';

export const INTERNET: Samples = {
  // No sample of this product is published; the data is invented.
  firstmedia: {
    name: 'First Media',
    pays: 'bill',
    number: '1212341111',
    base: 415_000,
    admin: 2_500,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'FM20230100041111',
    inquiry: `
      Nama: TOKO***** US**
      Nomor Pelanggan: 1212341111
      Periode: Januari 2023
      Tagihan: Rp415.000
      Biaya Admin: Rp2.500
      Total Bayar: Rp417.500`,
    result: `
      Nomor Referensi: FM20230100041111
      Nomor Pelanggan: 1212341111
      Nama: TOKOPEDIA USER
      Total Tagihan: Rp415.000
      Biaya Admin: Rp2.500
      Total Bayar: Rp417.500`,
  },
  // The published rows name bill and total the wrong way round.
  myrepublic: {
    name: 'MyRepublic',
    pays: 'bill',
    number: '102111016111',
    base: 100_000,
    admin: 1_000,
    partnerFee: 1_000,
    names: ['Tok****** Us**', 'Tok****** Us**'],
    serial: '112233445',
    paid: { admin_fee: 0 },
    inquiry: `
      Nama: Tok****** Us**
      Nomor Pelanggan: 102111016111
      Jenis Pembayaran: MyRepublic
      Total Bayar: Rp 101000
      Biaya Admin: Rp 1000
      Tagihan: Rp 100000`,
    result: `
      Nomor Referensi: 112233445
      Nomor Pelanggan: 102111016111
      Nama: Tok****** Us**
      Jenis Pembayaran: MyRepublic
      Total Tagihan: Rp 100000
      Total Bayar: Rp 101000`,
  },
  'speedy-indihome': {
    name: 'IndiHome',
    pays: 'bill',
    number: '143410111111',
    base: 1_000,
    admin: 2_500,
    partnerFee: 2_000,
    names: ['Tokop**** Us** Def****', 'Tokopedia User Default'],
    serial: '174298636',
    inquiry: `
      Nama: Tokop**** Us** Def****
      Nomor Pelanggan: 143410111111
      Periode Bayar: Maret 2022
      Total Bayar: Rp 3.500
      Biaya Admin: Rp 2.500
      Tagihan: Rp 1.000
      Nilai: Rp 1.000
      Jumlah Tagihan: 1`,
    result: `
      Nomor Referensi: 174298636
      Nama Pelanggan: Tokopedia User Default
      Nomor Pelanggan: 143410111111
      Jumlah Tagihan: 1
      Periode Bayar: Maret 2022
      Total Tagihan: Rp 1.000
      Biaya Admin: Rp 2.500
      Total Bayar: Rp 3.500`,
  },
  'mnc-play': {
    name: 'MNC Play',
    pays: 'bill',
    number: '1000241111',
    base: 100_000,
    admin: 0,
    partnerFee: 0,
    names: ['Toko***** Us**', ''],
    serial: '112233445',
    inquiry: `
      Nama: Toko***** Us**
      Nomor Pelanggan: 1000241111
      Total Bayar: Rp 100000
      Biaya Admin: Rp 0
      Tagihan: Rp 100000`,
    result: `
      Nomor Referensi: 112233445
      Nomor Pelanggan: 1000241111
      Nama: Tokopedia User
      Total Tagihan: Rp 100000
      Total Bayar: Rp 100000`,
  },
  // No sample of this product is published; the data is invented.
  'mnc-vision': {
    name: 'MNC Vision',
    pays: 'bill',
    number: '301234561111',
    base: 219_900,
    admin: 0,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: '887766551111',
    inquiry: `
      Nama: TOKO***** US**
      Nomor Pelanggan: 301234561111
      Periode: Januari 2023
      Tagihan: Rp219.900
      Biaya Admin: Rp0
      Total Bayar: Rp219.900`,
    result: `
      Nomor Referensi: 887766551111
      Nomor Pelanggan: 301234561111
      Nama: TOKOPEDIA USER
      Total Tagihan: Rp219.900
      Biaya Admin: Rp0
      Total Bayar: Rp219.900`,
  },
  kvision: {
    name: 'K-Vision',
    pays: 'choice',
    limits: { min: 50_000, max: 1_500_000 },
    number: '720412111',
    base: 1_500_000,
    admin: 0,
    partnerFee: 500,
    names: ['Toko***** Us**', 'Tokopedia User'],
    serial: '21050923214084291331',
    inquiry: `
      Nama: Toko***** Us**
      Nomor Pelanggan: 720412111
      Total Bayar: Rp 1.500.000
      Biaya Admin: Rp 0
      Tagihan: Rp 1.500.000
      Saldo: Rp 7.000
      Minimum Beli: Rp 50.000
      Maksimum Beli: Rp 1.500.000`,
    result: `
      Nomor Referensi: 21050923214084291331
      Nomor Pelanggan: 720412111
      Nama: Tokopedia User
      Total Tagihan: Rp 1.500.000
      Total Bayar: Rp 1.500.000`,
  },
  // The published rows count the admin fee twice; here they follow base_price.
  transvision: {
    name: 'Transvision',
    pays: 'bill',
    number: '11115011111',
    base: 466_750,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['TOK***** US**', ''],
    serial: '1155662206',
    inquiry: `
      Nama: TOK***** US**
      Nomor Pelanggan: 11115011111
      Total Bayar: Rp471.750
      Jumlah Tagihan: 1
      Kode Area: 011*
      Nomor Telepon: 150111***
      Kode Divre: 0*
      Kode Datel: 000*
      Biaya Admin: Rp5.000
      Tagihan: Rp466.750
      Detail: 211A
      Nilai: Rp466.750`,
    result: `
      Nomor Referensi: 1155662206
      Nama Pelanggan: TOKOPEDIA USER
      Nomor Pelanggan: 11115011111
      Total Tagihan: Rp466.750
      Biaya Admin: Rp5.000
      Total Bayar: Rp471.750`,
  },
  // The published receipt shows another bill's number.
  'centrin-online': {
    name: 'Centrin Online',
    pays: 'bill',
    number: '10152111',
    base: 770_000,
    admin: 3_000,
    partnerFee: 1_000,
    names: ['Tokop**** Us**', ''],
    inquiry: `
      Nomor Bill: 10152111
      Jenis Produk: Centrin Online
      Jumlah Tagihan: Rp 770.000
      Jatuh Tempo: 22-07-2021
      Biaya Admin: Rp 3.000
      Name: Tokop**** Us**
      Company Name: Tokopedia
      Address: Jakarta
      Billed By: Centrin Online`,
    result: `
      Nomor Bill: 10152111
      Jenis Produk: Centrin online
      Jumlah Tagihan: Rp 770.000
      Jatuh Tempo: 22-07-2021
      Biaya Admin: Rp 3.000`,
  },
  // No sample of this product is published; the data is invented.
  'comet-internet': {
    name: 'Comet Internet',
    pays: 'bill',
    number: '5504121111',
    base: 275_000,
    admin: 2_500,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: '20230117001111',
    inquiry: `
      Nama: TOKO***** US**
      Nomor Pelanggan: 5504121111
      Periode: Januari 2023
      Tagihan: Rp275.000
      Biaya Admin: Rp2.500
      Total Bayar: Rp277.500`,
    result: `
      Nomor Referensi: 20230117001111
      Nomor Pelanggan: 5504121111
      Nama: TOKOPEDIA USER
      Total Tagihan: Rp275.000
      Biaya Admin: Rp2.500
      Total Bayar: Rp277.500`,
  },
  // No sample of this product is published; the data is invented.
  'xl-home': {
    name: 'XL Home',
    pays: 'bill',
    number: '600123411111',
    base: 329_000,
    admin: 1_500,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'XLH0000231111',
    inquiry: `
      Nama: TOKO***** US**
      Nomor Pelanggan: 600123411111
      Periode: Januari 2023
      Tagihan: Rp329.000
      Biaya Admin: Rp1.500
      Total Bayar: Rp330.500`,
    result: `
      Nomor Referensi: XLH0000231111
      Nomor Pelanggan: 600123411111
      Nama: TOKOPEDIA USER
      Total Tagihan: Rp329.000
      Biaya Admin: Rp1.500
      Total Bayar: Rp330.500`,
  },
  cbn: {
    name: 'CBN',
    pays: 'bill',
    number: '01671111',
    base: 100_000,
    admin: 0,
    partnerFee: 1_000,
    names: ['Tokopedia User', 'Tokopedia User'],
    serial: '112233445',
    inquiry: `
      Nama: Tokopedia User
      Nomor Pelanggan: 01671111
      Total Bayar: Rp 100000
      Biaya Admin: Rp 0
      Tagihan: Rp 100000`,
    result: `
      Nomor Referensi: 112233445
      Nomor Pelanggan: 01671111
      Nama: Tokopedia User
      Total Tagihan: Rp 100000
      Total Bayar: Rp 100000`,
  },
  'biznet-home': {
    name: 'Biznet Home',
    pays: 'bill',
    number: '272790111111',
    base: 175_000,
    admin: 0,
    partnerFee: 0,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: '978103865275249208',
    inquiry: `
      Nama: TOKO***** US**
      Nomor: 272790111111
      Tagihan: Rp175.000
      Biaya Admin: Rp0
      Total Bayar: Rp175.000
      Jumlah Tagihan:
      Denda:
      Nilai Keterlambatan:
      Jumlah Total Tagihan:`,
    result: `
      Nama Pelanggan: TOKOPEDIA USER
      Nomor: 272790111111
      Total Tagihan: Rp175.000
      Nomor Referensi: 978103865275249208
      Biaya Admin: Rp0
      Total Bayar: Rp175.000
      Jumlah Tagihan:
      Denda:
      Nilai Keterlambatan:`,
  },
};
