import type { Samples } from '../sample.js';

export const SAMSAT: Samples = {
  'samsat-jateng': {
    name: 'Samsat Jateng',
    pays: 'bill',
    number: '136177469311111',
    base: 85_500,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['Toko***** Us**', 'Tokopedia User'],
    serial: 'FM0000161145041',
    pending: { fields: null, partner_fee: 1_000 },
    paid: { partner_fee: 1_300, fields: [{ name: 'nama', value: 'nilai' }] },
    inquiry: `
      Kode Bayar: 136177469311111
      Atas Nama: Toko***** Us**
      Alamat: Jl* Pemb***** Lahu**
      Nomor Polisi: T 9922 KPD
      Jenis Kendaraan: SPM/SEPEDA MOTOR
      Tipe Kendaraan: GSX-R150
      Merek Kendaraan: SUZUKI
      Warna Kendaraan: BIRU
      Tahun Buat Kendaraan: 2018
      Nomor Mesin: CHA9IF169422
      Nomor Krangka: MH8TL23ANTJK35845
      Tagihan: Rp 85.500
      Biaya Admin: Rp 5.000`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: 136177469311111
      Atas Nama: Tokopedia User
      NIK: 3301130610680001
      Alamat: Jl. Pembatuan Lahung
      Nomor Polisi: T 9922 KPD
      Tipe Kendaraan: GSX-R150
      Merek Kendaraan: SUZUKI
      Nomor Mesin: CHA9IF169422
      Nomor Rangka: MH8TL23ANTJK35845
      NTB: FM0000161145041
      Tagihan: Rp 85.500
      Biaya Admin: Rp 5.000
      Total Bayar: Rp 90.500`,
  },
  // The published receipt has day and digit of the expiry swapped.
  'samsat-jatim': {
    name: 'Samsat Jatim',
    pays: 'bill',
    number: 'S2111KT',
    fields: { nik: '1234567890', machine_number: '123456', phone_number: '081223344' },
    base: 209_500,
    admin: 6_000,
    partnerFee: 0,
    names: ['TOK****** US***', ''],
    inquiry: `
      Kode Bayar: S2111KT
      Atas Nama: TOK****** US***
      Nomor Polisi: S2111**
      Jenis Kendaraan: SEPEDA MOTOR
      Tipe Kendaraan: NF 100D
      Merek Kendaraan: HONDA
      Warna Kendaraan: HITAM
      Tahun Buat Kendaraan: 2002
      Tanggal Masa Laku: 31/10/2023
      PKB Pokok: Rp151.500
      JR Pokok: Rp35.000
      JR Denda: Rp8.000
      Parkir Berlangganan: Rp15.000
      Nomor Mesin: KEV8E155****
      Tagihan: Rp209.500
      Biaya Admin: Rp6.000`,
    result: `
      Status: Transaksi berhasil
      Bukti Bayar: 7433221103341111
      Atas name: Tokopedia User
      Nomor Polisi: S2111KT
      Jenis Kendaraan: SEPEDA MOTOR
      Tipe Kendaraan: NF 100D
      Merek Kendaraan: HONDA
      Warna Kendaraan: HITAM
      Tahun Buat Kendaraan: 2002
      Tanggal Masa Laku: 31/10/2023
      PKB Pokok: Rp151.500
      JR Pokok: Rp35.000
      JR Denda: Rp8.000
      Parkir Berlangganan: Rp15.000
      Nomor Mesin: KEV8E1554111
      Tagihan: Rp209.500
      Biaya Admin: Rp6.000
      Total Bayar: Rp215.500`,
  },
  'samsat-jabar': {
    name: 'Samsat Jabar',
    pays: 'bill',
    number: '728363748726111',
    base: 7_621_700,
    admin: 5_000,
    partnerFee: 1_300,
    names: ['TOK****** US**', 'TOKOPEDIA USER'],
    serial: '369111',
    inquiry: `
      Kode Bayar: 728363748726111
      Atas Nama: TOK****** US**
      Alamat: TOKO***** TOW** 129**
      Nomor Polisi: F 6111**
      Jenis Kendaraan: PAJERO SPORT 2.4L DAKAR-H (4X2
      Tipe Kendaraan: JEEP
      Merek Kendaraan: MITSUBISHI
      Warna Kendaraan: HITAM
      Tahun Buat Kendaraan: 2019
      Nomor Mesin: 4N15UGG****
      Nomor Krangka: MK2KRWPNUKJ******
      PKB: Rp7.478.700
      Tagihan: Rp7.621.700
      Biaya Admin: Rp5.000`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: 728363748726111
      Atas Nama: TOKOPEDIA USER
      Alamat: TOKOPEDIA TOWER 12950
      Nomor Polisi: F 6111HV
      Tipe Kendaraan: JEEP
      Merek Kendaraan: MITSUBISHI
      Nomor Mesin: 4N15UGG7111
      Nomor Rangka: MK2KRWPNUKJ011111
      NTB: 369111
      Tagihan: Rp7.621.700
      Biaya Admin: Rp5.000
      Total Bayar: Rp7.626.700`,
  },
  'samsat-kep-riau': {
    name: 'Samsat Kep Riau',
    pays: 'bill',
    number: '110000000071111',
    base: 3_507_310,
    admin: 5_000,
    partnerFee: 1_700,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    inquiry: `
      Atas Nama: TOKO***** US**
      Nomor Polisi: BP151***
      Tipe Kendaraan: MINIBUS
      Merek Kendaraan: KIA
      Nomor Mesin: G4FAES66****
      Nomor Rangka: KNADN512ME6******
      Masa Berlaku Pajak Lama: 03 Oktober 2021
      Masa Berlaku Pajak Baru: 03 Oktober 2023
      Kode Pengesahan: 049999
      Pokok PKB: Rp3.186.310
      Pokok SWDKLLJ: Rp286.000
      Denda SWDKLLJ: Rp35.000
      Tagihan: Rp3.507.310
      Biaya Admin: Rp5.000
      Total Tagihan: Rp3.512.310`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: 110000000071111
      Atas Nama: TOKOPEDIA USER
      Nomor Polisi: BP1511EH
      Tipe Kendaraan: MINIBUS
      Merek Kendaraan: KIA
      Nomor Mesin: G4FAES661111
      Nomor Rangka: KNADN512ME6931111
      Masa Berlaku Pajak Lama: 03 Oktober 2021
      Masa Berlaku Pajak Baru: 03 Oktober 2023
      Kode Pengesahan: 049999
      Pokok PKB: Rp3.186.310
      Pokok SWDKLLJ: Rp286.000
      Denda SWDKLLJ: Rp35.000
      Tagihan: Rp3.507.310
      Biaya Admin: Rp5.000
      Total Tagihan: Rp3.512.310`,
  },
  'samsat-kaltara': {
    name: 'Samsat Kaltara',
    pays: 'bill',
    number: '076516952306141111',
    base: 276_000,
    admin: 4_000,
    partnerFee: 1_500,
    names: ['TOKO***** US***', 'TOKOPEDIA USER'],
    inquiry: `
      Atas Nama: TOKO***** US***
      Nomor Polisi: KU-3111***
      Tipe Kendaraan: D1B02N12L2 AT
      Merek Kendaraan: HONDA
      Nomor Mesin: JM21E241****
      Nomor Rangka: MH1JM2129KK******
      Masa Berlaku Pajak Baru: 30102023
      Kode Stan: 047111
      Pokok PKB: Rp183.000
      Denda PKB: Rp50.000
      Pokok SWDKLLJ: Rp35.000
      Denda SWDKLLJ: Rp8.000
      Tagihan: Rp276.000
      Biaya Admin: Rp4.000
      Total Tagihan: Rp280.000`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: 076516952306141111
      Atas Nama: TOKOPEDIA USER
      Nomor Polisi: KU-3111-HK
      Tipe Kendaraan: D1B02N12L2 AT
      Merek Kendaraan: HONDA
      Nomor Mesin: JM21E2411111
      Nomor Rangka: MH1JM2129KK431111
      Masa Berlaku Pajak Baru: 30102023
      Pokok PKB: Rp183.000
      Denda PKB: Rp50.000
      Pokok SWDKLLJ: Rp35.000
      Denda SWDKLLJ: Rp8.000
      Tagihan: Rp276.000
      Biaya Admin: Rp4.000
      Total Tagihan: Rp280.000`,
  },
  // No sample of this product is published; the data is invented.
  'samsat-kaltim': {
    name: 'Samsat Kaltim',
    pays: 'bill',
    number: 'KT2111ABC',
    base: 318_000,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    inquiry: `
      Kode Bayar: KT2111ABC
      Atas Nama: TOKO***** US**
      Nomor Polisi: KT2111ABC
      Jenis Kendaraan: SEPEDA MOTOR
      Merek Kendaraan: YAMAHA
      Tahun Buat Kendaraan: 2019
      Pokok PKB: Rp283.000
      Pokok SWDKLLJ: Rp35.000
      Tagihan: Rp318.000
      Biaya Admin: Rp5.000
      Total Bayar: Rp323.000`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: KT2111ABC
      Atas Nama: TOKOPEDIA USER
      Nomor Polisi: KT2111ABC
      Jenis Kendaraan: SEPEDA MOTOR
      Merek Kendaraan: YAMAHA
      Tahun Buat Kendaraan: 2019
      Pokok PKB: Rp283.000
      Pokok SWDKLLJ: Rp35.000
      Tagihan: Rp318.000
      Biaya Admin: Rp5.000
      Total Bayar: Rp323.000`,
  },
  'samsat-sumut': {
    name: 'Samsat Sumut',
    pays: 'bill',
    number: '9001010000041111',
    base: 224_000,
    admin: 5_000,
    partnerFee: 900,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    inquiry: `
      Nama Layanan: Samsat SUMUT
      Kode Bayar: 9001010000041111
      Atas Nama: TOKO***** US**
      NIK: ****************
      Alamat: TOKO***** TOW**
      Nomor Polisi: BK8888***
      Warna Plat:
      Jenis Kendaraan: D1B02N26L2 A/T
      Tipe Kendaraan:
      Merek Kendaraan: HONDA
      Tahun Produksi Kendaraan: 2019
      Nomor Mesin: JFZ2E172****
      Nomor Rangka: MH1JFZ218KK******
      Kepemilikan ke: 1
      Masa Berlaku Pajak: 20241120
      Tagihan Pokok: Rp224.000
      Biaya Admin: Rp5.000
      Total Bayar: Rp229.000`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: 9001010000041111
      Atas Nama: TOKOPEDIA USER
      NIK: ****************
      Warna Plat:
      Kepemilikan: 1
      Tahun Produksi Kendaraan: 2019
      Masa Berlaku Pajak: 20241120
      Tagihan Pokok: Rp224.000
      Biaya Admin: Rp5.000
      Total Bayar: Rp229.000`,
  },
  // The published order has the amount as its number; the inquiry decides.
  'samsat-sulut': {
    name: 'Samsat Sulut',
    pays: 'bill',
    number: '01141111',
    base: 1_357_800,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    inquiry: `
      Atas Nama: TOKO***** US**
      Nomor Polisi: DB666***
      Tipe Kendaraan: PICK UP
      Merek Kendaraan: DAIHATSU
      Kode Pengesahan: 977777
      Pokok PKB: Rp1.171.800
      Denda PKB: Rp8.000
      Pokok SWDKLLJ: Rp143.000
      Denda SWDKLLJ: Rp35.000
      Tagihan: Rp1.357.800
      Biaya Admin: Rp5.000
      Total Tagihan: Rp1.362.800`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: 01141111
      Atas Nama: TOKOPEDIA USER
      Nomor Polisi: DB6666AQ
      Tipe Kendaraan: PICK UP
      Merek Kendaraan: DAIHATSU
      Kode Pengesahan: 977777
      Pokok PKB: Rp1.171.800
      Denda PKB: Rp8.000
      Pokok SWDKLLJ: Rp143.000
      Denda SWDKLLJ: Rp35.000
      Tagihan: Rp1.357.800
      Biaya Admin: Rp5.000
      Total Tagihan: Rp1.362.800`,
  },
  // No sample of this product is published; the data is invented.
  'samsat-sulsel': {
    name: 'Samsat Sulsel',
    pays: 'bill',
    number: '7300120231111',
    base: 452_000,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    serial: 'SS0000161111',
    inquiry: `
      Kode Bayar: 7300120231111
      Atas Nama: TOKO***** US**
      Nomor Polisi: DD 2111 KL
      Jenis Kendaraan: SEPEDA MOTOR
      Merek Kendaraan: YAMAHA
      Tahun Buat Kendaraan: 2019
      Pokok PKB: Rp417.000
      Pokok SWDKLLJ: Rp35.000
      Tagihan: Rp452.000
      Biaya Admin: Rp5.000
      Total Bayar: Rp457.000`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: 7300120231111
      Atas Nama: TOKOPEDIA USER
      Nomor Polisi: DD 2111 KL
      Jenis Kendaraan: SEPEDA MOTOR
      Merek Kendaraan: YAMAHA
      Tahun Buat Kendaraan: 2019
      NTB: SS0000161111
      Pokok PKB: Rp417.000
      Pokok SWDKLLJ: Rp35.000
      Tagihan: Rp452.000
      Biaya Admin: Rp5.000
      Total Bayar: Rp457.000`,
  },
  // The published inquiry's id is another number's.
  'samsat-jateng-new': {
    name: 'Samsat Jateng (baru)',
    pays: 'bill',
    number: '0111420211111111',
    base: 85_500,
    admin: 5_000,
    partnerFee: 1_000,
    names: ['Toko***** Us**', 'Tokopedia User'],
    serial: 'FM0000161111111',
    inquiry: `
      Kode Bayar: 0111420211111111
      Atas Nama: Toko***** Us**
      Alamat: Jl* Pemb***** Lahu**
      Nomor Polisi: T 9999 KPD
      Jenis Kendaraan: SPM/SEPEDA MOTOR
      Tipe Kendaraan: GSX-R150
      Merek Kendaraan: SUZUKI
      Warna Kendaraan: HITAM
      Tahun Buat Kendaraan: 2020
      Nomor Mesin: CHA9IF111111
      Nomor Rangka: MH8TL23ANTJK11111
      Tagihan: 85500
      Biaya Admin: 5000
      Pokok PKB:
      Total Bayar:
      Denda PKB:
      JR Pokok:
      JR Denda:
      NIK:
      Parkir Berlangganan:
      Tanggal Masa Laku:
      Masa Berlaku Pajak Lama:
      Masa Berlaku Pajak Baru:
      Kode Pengesahan:
      Total Tagihan:
      Pokok SWDKLLJ:
      Denda SWDKLLJ:
      Kode Stan:
      Milik Ke:
      Masa Pajak:
      Nama Layanan:
      Warna Plat:
      Masa Berlaku Pajak:
      Tagihan Pokok:`,
    result: `
      Kode Bayar: 0111420211111111
      Atas Nama: Tokopedia User
      Alamat: Jl. Pembatuan Lahung
      Nomor Polisi: T 9999 KPD
      Jenis Kendaraan: SPM/SEPEDA MOTOR
      Tipe Kendaraan: GSX-R150
      Merek Kendaraan: SUZUKI
      Warna Kendaraan: HITAM
      Tahun Buat Kendaraan: 2020
      Nomor Mesin: CHA9IF111111
      Nomor Rangka: MH8TL23ANTJK11111
      Tagihan: 85500
      Biaya Admin: 5000
      Pokok PKB:
      Total Bayar: 90500
      Denda PKB:
      JR Pokok:
      JR Denda:
      Status:
      NIK: 3301100000000000
      Parkir Berlangganan:
      NTB: FM0000161111111
      Tanggal Masa Laku:
      Masa Berlaku Pajak Lama:
      Masa Berlaku Pajak Baru:
      Kode Pengesahan:
      Total Tagihan:
      Pokok SWDKLLJ:
      Denda SWDKLLJ:
      Milik Ke:
      Masa Pajak:
      Warna Plat:
      Masa Berlaku Pajak:
      Tagihan Pokok:`,
  },
  // No sample of this product is published; the data is invented.
  'samsat-jatim-new': {
    name: 'Samsat Jatim (baru)',
    pays: 'bill',
    number: 'L2111AB',
    fields: { nik: '1234567890', machine_number: '123456', phone_number: '081223344' },
    base: 231_500,
    admin: 6_000,
    partnerFee: 1_000,
    names: ['TOKO***** US**', 'TOKOPEDIA USER'],
    inquiry: `
      Kode Bayar: L2111AB
      Atas Nama: TOKO***** US**
      Nomor Polisi: L2111AB
      Jenis Kendaraan: SEPEDA MOTOR
      Merek Kendaraan: YAMAHA
      Tahun Buat Kendaraan: 2019
      PKB Pokok: Rp196.500
      JR Pokok: Rp35.000
      Tagihan: Rp231.500
      Biaya Admin: Rp6.000
      Total Bayar: Rp237.500
      Warna Plat:
      Masa Pajak:
      Kode Pengesahan:`,
    result: `
      Status: Transaksi berhasil
      Kode Bayar: L2111AB
      Atas Nama: TOKOPEDIA USER
      Nomor Polisi: L2111AB
      Jenis Kendaraan: SEPEDA MOTOR
      Merek Kendaraan: YAMAHA
      Tahun Buat Kendaraan: 2019
      PKB Pokok: Rp196.500
      JR Pokok: Rp35.000
      Tagihan: Rp231.500
      Biaya Admin: Rp6.000
      Total Bayar: Rp237.500
      Warna Plat:
      Masa Pajak:
      Kode Pengesahan:`,
  },
};
