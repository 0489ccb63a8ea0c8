import type { Samples } from '../sample.js';

export const GAMES: Samples = {
  // The published rows name three different players; here all name the one asked about.
  'mobile-legends-18-diamonds': {
    name: 'Mobile Legends 18 Diamonds',
    pays: 'fixed',
    number: '704441111',
    fields: { zone_id: '8332' },
    base: 5_500,
    admin: 0,
    partnerFee: 500,
    names: ['Fox69', 'Fox69'],
    inquiry: `
      Nomor: 704441111_8332
      Jenis Layanan: 18 Diamonds
      Harga: Rp5.500
      Username: Fox69
      User ID: 704441111
      Server ID: 8332
      Total Bayar: Rp5.500
      Biaya Admin: Rp0`,
    result: `
      Harga: Rp5.500
      Username: Fox69
      User ID: 704441111
      Server ID: 8332
      Total Bayar: Rp5.500
      Biaya Admin: Rp0`,
  },
  'bigo-live-10-diamonds': {
    name: 'BIGO LIVE 10 Diamonds',
    pays: 'fixed',
    number: '907111111',
    base: 3_520,
    admin: 0,
    partnerFee: 500,
    voucher: '1376111111',
    inquiry: `
      Jenis Layanan: 10 Diamonds
      User ID: 907111111
      Username: TOKOPEDIA USER
      Harga: Rp3.520`,
    result: `
      Harga: Rp3.520
      Kode Voucher: 1376111111`,
  },
};
