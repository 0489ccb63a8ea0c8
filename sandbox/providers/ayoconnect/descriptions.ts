/** A row of customerDetails, productDetails or billInfo. */
export interface Row {
  key: string;
  value: string;
}

export interface Described {
  /** Before the admin fee. */
  bills: { key: string; value: number; info: Row[] }[];
  customerRow: string;
  details: Row[];
  /** The row of productDetails that repeats the token on success. */
  tokenRow?: string;
}

export interface Describing {
  account: string;
  paid: boolean;
  bills: number;
  amount?: number | undefined;
  zoneId?: string | undefined;
  month?: number | undefined;
  /** A figure of the bill: the published one for the published example, else one derived from the account. */
  figureOf: (name: string, example: number) => number;
}

const row = (key: string, value: string | number): Row => ({ key, value: String(value) });

const MONTHS = ['Feb16', 'Mar16', 'Apr16', 'May16'];
const DUE = ['20032016', '20042016', '20052016', '20062016'];

/** The published rows, once per bill owed. On payment two rows change places and the power has its unit. */
export function plnPostpaid({ bills, paid, figureOf }: Describing): Described {
  const start = figureOf('meter', 470_300);
  const months = MONTHS.slice(0, bills);
  const stand = (i: number) => `${start + 5_400 * i}-${start + 5_400 * (i + 1)}`;
  const details = [
    row('Total LBR Tagihan', `${bills} Bulan`),
    row('Total Tarif/Daya', paid ? 'R1/000000450VA' : 'R1/000000450'),
    row('BL/TH', months.join(', ')),
  ];
  const usage = row('Total Pemakaian', `${5_400 * bills} kWh`);
  const meter = row('Stand Meter', months.map((_, i) => stand(i)).join(', '));
  return {
    bills: months.map((month, i) => {
      const net = figureOf(`bill ${i}`, 19_220);
      const info = [
        ...[row('Rp Tag PLN', net), row('Denda', 3_000), row('Jatuh Tempo', DUE[i] ?? '')],
        ...[row('Insentif', 'D0000000000'), row('Pemakaian', '5400 kWh'), row('Stand Meter', stand(i))],
        row('Bulan', month),
      ];
      return { key: 'Jumlah Tagihan', value: net + 3_000, info };
    }),
    customerRow: 'Nomor Pelanggan',
    details: [...details, ...(paid ? [meter, usage] : [usage, meter])],
    tokenRow: 'Nomor Referensi',
  };
}

export function plnPrepaid({ account, paid }: Describing): Described {
  return {
    bills: [{ key: 'Harga Produk', value: 20_000, info: [] }],
    customerRow: 'No Meter',
    details: [row('No Meter', account), row('Tarif/Daya', 'R1 /1300 VA'), ...(paid ? [row('Jumlah kWh', '13.8')] : [])],
    tokenRow: 'Token',
  };
}

export function mobile({ figureOf }: Describing): Described {
  return {
    bills: [{ key: 'Jumlah Tagihan', value: figureOf('bill', 87_500), info: [row('Periode', 'Mei 2024')] }],
    customerRow: 'Nomor HP',
    details: [],
    tokenRow: 'Serial Nomor',
  };
}

export function bpjs({ figureOf, month = 1 }: Describing): Described {
  const value = 35_000 * (1 + (figureOf('members', 0) % 4)) * month;
  return {
    bills: [{ key: 'Total Iuran', value, info: [row('Jumlah Bulan', month)] }],
    customerRow: 'Nomor VA',
    details: [row('Jumlah Peserta', value / 35_000 / month), row('Periode', `${month} Bulan`)],
    tokenRow: 'Nomor Referensi',
  };
}

export function pdam({ figureOf, zoneId = '' }: Describing): Described {
  const value = figureOf('bill', 64_300);
  return {
    bills: [{ key: 'Jumlah Tagihan', value, info: [row('Periode', '05/2024'), row('Denda', 0)] }],
    customerRow: 'Nomor Pelanggan',
    details: [row('Wilayah', zoneId), row('Pemakaian', '17 m3')],
    tokenRow: 'Nomor Referensi',
  };
}

export function emoney({ amount = 0 }: Describing): Described {
  return { bills: [{ key: 'Nominal', value: amount, info: [] }], customerRow: 'Nomor HP', details: [] };
}
