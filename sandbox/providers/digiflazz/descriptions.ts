/** A figure of a bill: the published example's for a test number, else one derived from the customer's number. */
export type FigureOf = (name: string, example: number) => number;

export interface Describing {
  figureOf: FigureOf;
  customerNo: string;
  /** Bills in arrears, where the product can have several. */
  bills: number;
  /** The nominal asked for, for products of open amount; rupiah. */
  amount: number;
  /** Whether the reply is to pay: some products state more in it. */
  paid: boolean;
}

/** What differs between products: the bill without the admin fee, and the reply's `desc`. */
export interface Described {
  amount: number;
  /** How many times the admin fee is taken. @default 1 */
  admins?: number;
  desc: Record<string, unknown>;
}

interface Row {
  amount: number;
  row: Record<string, string>;
}

function rows(count: number, make: (index: number) => Row): { amount: number; lembar: number; detail: Row['row'][] } {
  const made = Array.from({ length: count }, (_, index) => make(index));
  const amount = made.reduce((sum, each) => sum + each.amount, 0);
  return { amount, lembar: count, detail: made.map((each) => each.row) };
}

const month = (index: number) => `2019${String(index + 1).padStart(2, '0')}`;
const METERS = { meter_awal: '00080000', meter_akhir: '00090000' };

export function pln({ figureOf, bills, paid }: Describing): Described {
  const { amount, lembar, detail } = rows(bills, (index) => {
    const bill = figureOf(`nilai_tagihan.${index}`, 8_000);
    const row = { periode: month(index), nilai_tagihan: String(bill), admin: '2500', denda: '500' };
    return { amount: bill + 500, row: paid ? { ...row, ...METERS } : row };
  });
  return { amount, admins: bills, desc: { tarif: 'R1', daya: 1300, lembar_tagihan: lembar, detail } };
}

export function pdam({ figureOf }: Describing): Described {
  const bill = figureOf('nilai_tagihan', 8_000);
  const row = { periode: month(0), nilai_tagihan: String(bill), denda: '500', ...METERS, biaya_lain: '1500' };
  const desc = { tarif: '3A', lembar_tagihan: 1, alamat: 'WONOKROMO S.S BARU 2 8', jatuh_tempo: '1-15 DES 2014' };
  return { amount: bill + 2_000, desc: { ...desc, detail: [row] } };
}

export function hp({ figureOf }: Describing): Described {
  return { amount: figureOf('tagihan', 10_000), desc: { lembar_tagihan: 1 } };
}

export function internet({ figureOf }: Describing): Described {
  const { amount, lembar, detail } = rows(2, (index) => {
    const bill = figureOf(`nilai_tagihan.${index}`, index === 0 ? 8_000 : 11_500);
    const periode = index === 0 ? 'MEI 2019' : 'JUN 2019';
    return { amount: bill, row: { periode, nilai_tagihan: String(bill), admin: '2500' } };
  });
  return { amount, admins: 2, desc: { lembar_tagihan: lembar, detail } };
}

export function bpjs({ figureOf }: Describing): Described {
  const desc = { jumlah_peserta: '2', lembar_tagihan: 1, alamat: 'JAKARTA PUSAT', detail: [{ periode: '01' }] };
  return { amount: figureOf('iuran', 22_500), desc };
}

/** No example of this product is published: the shape is the sandbox's own. */
export function multifinance({ figureOf }: Describing): Described {
  const amount = figureOf('angsuran', 97_500);
  const row = { angsuran_ke: '008', jatuh_tempo: '20190610', nilai_tagihan: String(amount), denda: '0' };
  const vehicle = { nama_barang: 'MOTOR 125 CC', no_rangka: 'MH1JFU110HK000001', no_polisi: 'B 1234 XYZ' };
  return { amount, desc: { lembar_tagihan: 1, ...vehicle, tenor: '030', detail: [row] } };
}

export function pbb({ figureOf }: Describing): Described {
  const place = { kelurahan: 'CIPAGERAN', kecamatan: 'CIMAHI UTARA', kode_kab_kota: '0023', kab_kota: 'PEMKOT CIMAHI' };
  const desc = { lembar_tagihan: 1, alamat: 'KO. GRIYA ASRI CIPAGERAN', tahun_pajak: '2019', ...place };
  return { amount: figureOf('pokok', 97_500), desc: { ...desc, luas_tanah: '113 M2', luas_gedung: '47 M2' } };
}

/** No example of this product is published: the shape is the sandbox's own. */
export function pgas({ figureOf, bills }: Describing): Described {
  const { amount, lembar, detail } = rows(bills, (index) => {
    const bill = figureOf(`nilai_tagihan.${index}`, 48_500);
    const row = { periode: month(index), nilai_tagihan: String(bill), pemakaian: '14 M3' };
    return { amount: bill, row: { ...row, meter_awal: '00001210', meter_akhir: '00001224' } };
  });
  return { amount, admins: bills, desc: { alamat: 'JL. CONTOH NO. 1', lembar_tagihan: lembar, detail } };
}

export function tv({ figureOf }: Describing): Described {
  const amount = figureOf('nilai_tagihan', 97_500);
  const row = { periode: 'MEI 22', nilai_tagihan: String(amount), no_ref: '205A' };
  return { amount, desc: { lembar_tagihan: 1, detail: [row] } };
}

export function nonTaglis({ figureOf }: Describing): Described {
  const registration = { no_registrasi: '5392112011703', tanggal_registrasi: '20120524' };
  return {
    amount: figureOf('biaya', 97_500),
    desc: { lembar_tagihan: 1, transaksi: 'PENYAMBUNGAN BARU', ...registration },
  };
}

export function emoney({ amount }: Describing): Described {
  return { amount, desc: { lembar_tagihan: 1 } };
}

export function samsat({ figureOf, customerNo }: Describing): Described {
  const tax = figureOf('biaya_pokok_pkb', 83_000);
  const vehicle = {
    nomor_rangka: 'MHKV5EA2JFJ001044',
    nomor_mesin: '1NRF012268',
    nomor_polisi: 'DK 1243AL',
    milik_kenama: '001',
    merek_kb: 'DAIHATSU',
    model_kb: 'XENIA 1.3 R M/T F653RV-GMDFJ',
    tahun_buatan: '2018',
    tgl_akhir_pajak_baru: '20210309',
  };
  const fees = {
    biaya_pokok_bbn: '0',
    biaya_pokok_swd: '14000',
    biaya_pokok_pkb: String(tax),
    biaya_denda_swd: '0',
    biaya_denda_bbn: '0',
    biaya_denda_pkb: '0',
    biaya_admin_stnk: '0',
    biaya_admin_tnkb: '0',
    biaya_parkir_pokok: '0',
    biaya_pajak_progresif: '0',
  };
  const owner = { alamat: 'GRIYA BULELENG 2 RT 005 RW 014 BULELENG', nomor_identitas: customerNo.split(',')[1] ?? '' };
  // The published example's selling_price is 500 above its own fees and admin.
  return { amount: tax + 14_500, desc: { lembar_tagihan: 1, ...owner, ...vehicle, ...fees } };
}
