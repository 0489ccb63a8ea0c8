import type { Samples } from '../sample.js';

export const EDU: Samples = {
  'edu-lspr': {
    name: 'LSPR',
    pays: 'bill',
    number: '202102101971111',
    base: 500_000,
    admin: 3_000,
    partnerFee: 1_000,
    names: ['', 'TOKOPEDIA USER'],
    serial: '202102101971111',
    inquiry: `
      Nomor Pembayaran: 202102101971111
      Nama: TOKOPEDIA USER
      Biaya Admin: Rp3.000
      Total Tagihan: Rp503.000`,
    result: `
      Nomor Pembayaran: 202102101971111
      Nomor Nasabah: 202102101971111
      Nama Nasabah: TOKOPEDIA USER
      Informasi Tagihan:
      Biaya Admin: Rp3.000
      Total Tagihan: Rp503.000`,
  },
  // The published rows are another bill's (Rp3.403.500); here they follow base_price.
  'edu-univ-sangga-buana-ypkp': {
    name: 'Universitas Sangga Buana YPKP',
    pays: 'bill',
    number: '2041110907112',
    base: 163_000,
    admin: 3_500,
    partnerFee: 1_000,
    names: ['TOKOPEDIA USER', 'TOKOPEDIA USER'],
    serial: '2113191060',
    inquiry: `
      Nomor Pembayaran: 2041110907112
      Nama: TOKO***** US**
      Total Tagihan: Rp166.500
      Biaya Admin: Rp3.500
      Tanggal Tagihan: 2022-06-21
      Jenis Tagihan: Fakultas : - / Jurusan : S1 TEKNIK INFORMATIKA / Tahun Akademik : -
      Tagihan: Rp163.000
      Total Denda: Rp0
      Tanggal Jatuh Tempo:
      Tanggal Expired:`,
    result: `
      Nomor Pembayaran: 2041110907112
      Nama: TOKOPEDIA USER
      Total Tagihan: Rp166.500
      Biaya Admin: Rp3.500
      Tanggal Tagihan: 2022-06-21
      Jenis Tagihan: Fakultas : - / Jurusan : S1 TEKNIK INFORMATIKA / Tahun Akademik : -
      Tagihan: Rp163.000
      Total Denda: Rp0
      Tanggal Jatuh Tempo:
      Tanggal Expired:`,
  },
  // No sample of this product is published; the data is invented.
  'edu-petra-alpha-school': {
    name: 'Petra Alpha School',
    pays: 'bill',
    number: '90120231111',
    base: 850_000,
    admin: 3_500,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'PAS90231111',
    inquiry: `
      Nomor Pembayaran: 90120231111
      Nama Siswa: TOKO***** US**
      Kelas: 7B
      Bulan: 1-2023
      Jumlah Tagihan: Rp850.000
      Biaya Admin: Rp3.500
      Total Tagihan: Rp853.500`,
    result: `
      Nomor Pembayaran: 90120231111
      Nama Siswa: TOKOPEDIA USER
      Kelas: 7B
      Reference ID: PAS90231111
      Jumlah Tagihan: Rp850.000
      Biaya Admin: Rp3.500
      Total Tagihan: Rp853.500`,
  },
  'edu-sd-sains-al-biruni': {
    name: 'SD Sains Al Biruni',
    pays: 'bill',
    number: '8572371351111111',
    base: 520_000,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['Tokop**** Us**', 'Tokopedia User'],
    serial: '8572371351111111',
    inquiry: `
      Nomor Pembayaran: 8572371351111111
      Institusi: UNIVERSITAS TOKOPEDIA
      Student Number: 2021523102
      Nama Siswa: Tokop**** Us**
      Kelas: 2021
      Program: Design A
      Biaya Admin: Rp5.000
      Total Tagihan: Rp525.000
      Invoice ID: 20132678
      Bulan: 3-2021
      Title: Simulator Bayar
      Jumlah Tagihan: Rp520.000`,
    result: `
      Nomor Pembayaran: 8572371351111111
      Institusi: UNIVERSITAS TOKOPEDIA
      Student Number: 2021523102
      Nama Siswa: Tokopedia User
      Kelas: 2021
      Program: Design A
      Biaya Admin: Rp5.000
      Total Tagihan: Rp525.000
      Reference ID: 2041245545
      Invoice ID: 20132678
      Jumlah Tagihan: Rp520.000`,
  },
};
