import type { Samples } from '../sample.js';

export const PLN: Samples = {
  'pln-prepaid-token-50k-sat-new': {
    name: 'Token PLN 50.000',
    pays: 'fixed',
    number: '15251111111',
    base: 50_005,
    admin: 0,
    partnerFee: 0,
    names: ['TOKOP**** US**', 'TOKOPEDIA USER'],
    metered: true,
    serial: '1378-7553-5576-5816-1258',
    voucher: '1378-7553-5576-5816-1258',
    inquiry: `
      Nama: TOKOP**** US**
      Nomor: 15251111111
      ID Pelanggan: 528611111111
      Tarif/Daya: B1/000007000VA
      Harga: Rp 50.005
      Jenis Layanan:`,
    result: `
      No. Meter/Idpel: 15251111111
      Nomor Meter: 15251111111
      ID Pelanggan: 528611111111
      Nama: TOKOPEDIA USER
      Tarif/Daya: B1/000007000VA
      No Ref: 0BMS2135118595F09D915E25205F5667
      Materai: 0
      PPn: 0
      PPj: 0
      Angsuran: 6000
      Rp Stroom/Token: 44000
      kWh: 88
      Token: 1378 7553 5576 5816 1258
      Info Tambahan: Informasi Hubungi Call Center 123 Atau hubungi PLN Terdekat
      Total Bayar: Rp 50.005
      Rp Bayar:
      Admin Bank: Rp0`,
  },
  'pln-postpaid-new': {
    name: 'Tagihan PLN',
    pays: 'bill',
    number: '102111106111',
    base: 930_246,
    admin: 6_000,
    partnerFee: 1_000,
    names: ['TOKOP**** US**', 'TOKOPEDIA USER'],
    serial: '0BMS21351276584695CDB0FB6798CE21',
    inquiry: `
      Nama: TOKOP**** US**
      ID Pelanggan: 102111106111
      BL/TH: MEI23, JUN23, JUL23, AGU23
      TARIF/DAYA: R1/450
      STAND METER: 888800-889900
      Jumlah Tagihan: 4
      RP TAG PLN: Rp 930.246
      ADMIN BANK: Rp 6.000
      TOTAL BAYAR: Rp 936.246
      TOTAL TAGIHAN: 4 BULAN`,
    result: `
      No. Meter/Idpel: 102111106111
      Nama: TOKOPEDIA USER
      Tarif/Daya: R1/000000450
      Jumlah Tagihan: 4
      RP TAG PLN: Rp 930.246
      NO REF: 0BMS21351276584695CDB0FB6798CE21
      Total Tagihan: Rp 930.246
      Biaya Admin: Rp 6.000
      Total Bayar: Rp 936.246
      BL/TH: MEI23, JUN23, JUL23, AGU23
      STAND METER: 00888800-00889900, 00888800-00889900, 00888800-00889900, 00888800-00889900
      TAGIHAN: 156231, 237481, 342713, 175821
      PENALTY: 9000, 6000, 3000, 0
      JATUH TEMPO: 2023-05-22, 2023-06-22, 2023-07-22, 2023-08-22
      INSENTIVE: 0, 0, 0, 0
      METERREAD: 0, 0, 0, 0`,
  },
  'pln-non-taglis': {
    name: 'PLN Non Taglis',
    pays: 'bill',
    number: '104111106112',
    base: 273_645,
    admin: 5_000,
    partnerFee: 0,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: '042925CBFD523520E1D434583FB72446',
    voucher: '104111106112',
    inquiry: `
      Nomor Registrasi: 104111106112
      Nama: TOKO***** US**
      Total Harga: Rp278.645
      Nomor Registrasi: 104111106112
      Jenis Transaksi: PENYELESAIAN P2TL
      Biaya PLN: Rp273.645
      Admin: Rp5.000`,
    result: `
      IDPEL: 104111106112
      NO REG: 104111106112
      TGL REG: 22SEP21
      NAMA: TOKOPEDIA USER
      NO REF: 042925CBFD523520E1D434583FB72446
      BIAYA PLN: Rp273.645
      ADMIN BANK: Rp5.000
      TOTAL BAYAR: Rp278.645`,
  },
};
