import type { Samples } from '../sample.js';

export const PULSA: Samples = {
  '50k-simpati': {
    name: 'Simpati 50.000',
    pays: 'fixed',
    number: '081211311111',
    base: 52_000,
    admin: 0,
    partnerFee: 0,
    serial: 'TLKM0305956071',
    result: `
      Nomor: 081211311111
      Serial Number: TLKM0305956071
      Harga: Rp 52.000`,
  },
  'pasca-telkomsel': {
    name: 'Telkomsel Halo',
    pays: 'bill',
    number: '081222308111',
    base: 100_000,
    admin: 2_000,
    partnerFee: 0,
    names: ['Toko***** Us**', 'Tokopedia User'],
    inquiry: `
      Nomor Telepon: 081222308111
      Nama: Toko***** Us**
      Total Bayar: Rp 102.000
      Total Tagihan: Rp 100.000
      Biaya Admin: Rp2.000`,
    result: `
      Nomor Telepon: 081222308111
      Nama: Tokopedia User
      Total Tagihan: Rp 100.000
      Biaya Admin: Rp2.000
      Total Bayar: Rp 102.000`,
  },
};
