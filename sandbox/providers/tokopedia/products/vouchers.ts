import type { Samples } from '../sample.js';

export const VOUCHERS: Samples = {
  'gofood-20k': {
    name: 'GoFood 20.000',
    pays: 'fixed',
    number: '',
    base: 17_820,
    admin: 0,
    partnerFee: 0,
    voucher: 'T62XDFC',
    result: `
      Harga: Rp17.820
      Kode Voucher: T62XDFC
      Berlaku Hingga: 07 Feb 2022 00:00`,
  },
  // No sample of this product is published; the data is invented.
  'kfc-50k': {
    name: 'KFC 50.000',
    pays: 'fixed',
    number: '',
    base: 48_000,
    admin: 0,
    partnerFee: 0,
    voucher: 'KF7C20ABX',
    result: `
      Harga: Rp48.000
      Kode Voucher: KF7C20ABX
      Berlaku Hingga: 31 Dec 2023 23:59`,
  },
  // The published reply lacks a row's brace.
  'kode-voucher-google-play-10000': {
    name: 'Google Play 10.000',
    pays: 'fixed',
    number: '',
    base: 11_000,
    admin: 0,
    partnerFee: 0,
    serial: '23143432453',
    voucher: 'ABSASADA',
    result: `
      Harga: Rp 11.000
      Kode Voucher: ABSASADA
      Serial: 23143432453
      Total Bayar: Rp11.000
      Biaya Admin: Rp0`,
  },
  // The published reply lacks two braces.
  'steam-wallet-idr-90': {
    name: 'Steam Wallet IDR 90.000',
    pays: 'fixed',
    number: '',
    base: 145_000,
    admin: 0,
    partnerFee: 100,
    voucher: 'HQRmJ-JJJjaJJBdubNQGtj',
    result: `
      Harga: Rp 145.000
      Kode Voucher: HQRmJ-JJJjaJJBdubNQGtj
      Total Bayar: Rp145.000
      Biaya Admin: Rp0`,
  },
  'spotify-premium-spotify-premium-6': {
    name: 'Spotify Premium 6 Bulan',
    pays: 'fixed',
    number: '',
    base: 300_000,
    admin: 0,
    partnerFee: 0,
    serial: '1234567890',
    voucher: 'FOSVRAZQ6P9',
    result: `
      Harga: Rp 300.000
      Kode Voucher: FOSVRAZQ6P9
      Serial: 1234567890`,
  },
  'viu-buy1get1': {
    name: 'Viu Buy 1 Get 1',
    pays: 'fixed',
    number: '',
    base: 31_000,
    admin: 0,
    partnerFee: 0,
    voucher: '77HL7ABC',
    result: `
      Harga: Rp 31.000
      Kode Voucher: 77HL7ABC`,
  },
  'tech-in-asia-edu-4': {
    name: 'Tech in Asia',
    pays: 'fixed',
    number: '',
    base: 100_000,
    admin: 0,
    partnerFee: 0,
    voucher: 'lteu-olow-rujk',
    result: `
      Harga: Rp 100.000
      Kode Voucher: lteu-olow-rujk`,
  },
  // No sample of this product is published; the data is invented.
  'sony-sugema-college-2': {
    name: 'Sony Sugema College',
    pays: 'fixed',
    number: '',
    base: 150_000,
    admin: 0,
    partnerFee: 0,
    voucher: 'ssc2-4hqk-91zt',
    result: `
      Harga: Rp150.000
      Kode Voucher: ssc2-4hqk-91zt`,
  },
  'donasi-rumah-zakat-50': {
    name: 'Rumah Zakat 50.000',
    pays: 'fixed',
    number: '',
    base: 50_000,
    admin: 0,
    partnerFee: 2_000,
    result: `
      Harga: Rp 50.000`,
  },
};
