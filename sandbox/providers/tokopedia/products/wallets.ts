import type { Samples } from '../sample.js';

export const WALLETS: Samples = {
  // The published order pays 500 more than its receipt says; here the amount is what is paid.
  'dompet-digital-gopay-open-amount': {
    name: 'GoPay',
    pays: 'open',
    inquiryOptional: true,
    number: '08123450000',
    base: 300_000,
    admin: 0,
    partnerFee: 10,
    pending: { admin_fee: 0, client_name: '', fulfillment_result: null, voucher_code: '' },
    inquiry: `
      Nomor HP: 08123450000
      Nama: Gop** Simu***** A
      Nominal Top-up: Rp300.000
      Biaya Admin: Rp 0`,
    result: `
      Nomor HP: 08123450000
      Nama: Gop** Simu***A
      Nominal Top-up: Rp300.000
      Biaya Admin: Rp 0
      Total Bayar: Rp300.000`,
  },
  // The published receipt has one digit of the number wrong.
  'topup-dana': {
    name: 'DANA',
    pays: 'open',
    number: '081711111111',
    base: 15_780,
    admin: 0,
    partnerFee: 100,
    pending: { fields: [] },
    paid: { fields: [] },
    inquiry: `
      Nomor HP: 081711111111
      Nama: DNI* n*
      Nominal Top-up: Rp15.780`,
    result: `
      Nomor HP: 081711111111
      Nama: DNI* n*
      Nominal Top-up: Rp15.780
      Total Bayar: Rp15.780`,
  },
};
