import type { Samples } from '../sample.js';

export const PROPERTY: Samples = {
  'bsd-city-ipl+air': {
    name: 'BSD City IPL dan Air',
    pays: 'bill',
    number: '61241243211111',
    base: 365_216,
    admin: 0,
    partnerFee: 1_000,
    names: ['TOKOPED** US**', 'TOKOPEDIA USER'],
    serial: '1234567890',
    inquiry: `
      Nama Instansi: IPL + Air
      No Pelanggan: 61241243211111
      Nama: TOKOPED** US**
      Alamat: IV/U/**
      Periode: 202110
      Tagihan: Rp365.216
      Biaya Admin: Rp0
      Total Bayar: Rp365.216`,
    result: `
      Nama Instansi: IPL + Air
      No Pelanggan: 61241243211111
      Nama: TOKOPEDIA USER
      Alamat: IV/U/**
      Periode: 202110
      Tagihan: Rp365.216
      Biaya Admin: Rp0
      Total Bayar: Rp365.216`,
  },
  'kemang-village-res-ipl-utl': {
    name: 'Kemang Village IPL',
    pays: 'bill',
    number: '8884405021111',
    base: 3_238_932,
    admin: 0,
    partnerFee: 1_000,
    names: ['TOKOPED** US**', 'TOKOPEDIA USER'],
    serial: '1234567890',
    inquiry: `
      Nama Instansi: TMD LIPPO KEMANG
      No Pelanggan: 8884405021111
      Nama: TOKOPED** US**
      Tagihan: Rp3.238.932
      Tanggal Jatuh Tempo: 31/10/2021
      Total Bayar: Rp3.238.932`,
    result: `
      Nama Instansi: TMD LIPPO KEMANG
      No Pelanggan: 8884405021111
      Nama: TOKOPEDIA USER
      Tagihan: Rp3.238.932
      Tanggal Jatuh Tempo: 31/10/2021
      MLPO Ref: 1234567890
      Total Bayar: Rp3.238.932`,
  },
  // No sample of this product is published; the data is invented.
  'ciputra-world-2-jkt-apt-utl-ipl': {
    name: 'Ciputra World 2 Jakarta',
    pays: 'bill',
    number: 'CW2A1211111',
    base: 1_874_500,
    admin: 0,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'CWR0000231111',
    inquiry: `
      Nama Instansi: CIPUTRA WORLD 2
      No Pelanggan: CW2A1211111
      Nama: TOKO***** US**
      Tagihan: Rp1.874.500
      Tanggal Jatuh Tempo: 20/01/2023
      Total Bayar: Rp1.874.500`,
    result: `
      Nama Instansi: CIPUTRA WORLD 2
      No Pelanggan: CW2A1211111
      Nama: TOKOPEDIA USER
      Tagihan: Rp1.874.500
      Total Bayar: Rp1.874.500`,
  },
};
