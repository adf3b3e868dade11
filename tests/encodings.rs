//! Forty encodings: a paragraph of each, declared in the HTTP header, declared in the page, and not declared at all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use encoding_rs::{CoderResult, Encoding, UTF_16BE, UTF_16LE};
use pagesieve::RawPage;
use pagesieve::decode::decode;

const FRENCH: &str = "Le vieux bac de la rivière a été remis à flot au début du printemps. Ma sœur, qui tient l'hôtel près du \
    quai, dit que l'œuvre a coûté plus de trois mille €, et que chaque passager paiera désormais un peu plus cher. Les \
    élèves de l'école voisine ont peint la coque en bleu, et le maire a promis de réparer l'écluse avant l'été.";
const GERMAN: &str = "Am Dienstagabend hat der Rat beschlossen, die alte Fähre bis zum Frühjahr fahren zu lassen. Für größere \
    Schäden zahlt niemand, doch die Gebühr steigt um ein Drittel. Über dem Fluß hängt dichter Nebel, und die Schüler müssen \
    morgens früh los, damit sie die Brücke vor acht Uhr erreichen.";
const RUSSIAN: &str = "Во вторник вечером совет решил оставить старый паром до весны. Заседание длилось четыре часа, и каждый \
    говорил о своём: рыбаки о сетях, мельник о муке, учитель о детях, которым утром нужно попасть на другой берег. Деньги \
    возьмут из дорожного сбора, а плата за проезд до лета не изменится.";
const UKRAINIAN: &str = "У вівторок увечері рада вирішила залишити старий пором до весни. Засідання тривало чотири години, і \
    кожен говорив про своє: рибалки про сіті, мельник про борошно, учителька про дітей, яким уранці треба потрапити на інший \
    берег. Гроші візьмуть із дорожнього збору, а плата за проїзд до літа не зміниться, бо є ще ґанок і їжа.";
const GREEK: &str = "Το βράδυ της Τρίτης το συμβούλιο αποφάσισε να κρατήσει το παλιό πορθμείο ως την άνοιξη. Η συνεδρίαση κράτησε \
    τέσσερις ώρες και ο καθένας μιλούσε για τα δικά του: οι ψαράδες για τα δίχτυα, ο μυλωνάς για το αλεύρι, η δασκάλα για τα \
    παιδιά που πρέπει κάθε πρωί να περάσουν στην άλλη όχθη.";
const HEBREW: &str = "ביום שלישי בערב החליטה המועצה להשאיר את המעבורת הישנה עד האביב. הישיבה נמשכה ארבע שעות וכל אחד דיבר על \
    שלו: הדייגים על הרשתות, הטוחן על הקמח והמורה על הילדים שצריכים לעבור בכל בוקר אל הגדה השנייה. הכסף יבוא מקרן הדרכים \
    והמחיר לא ישתנה עד הקיץ.";
const ARABIC: &str = "قرر المجلس مساء الثلاثاء أن تبقى العبارة القديمة حتى الربيع. استمرت الجلسة أربع ساعات وتحدث كل واحد عن شأنه: \
    الصيادون عن الشباك والطحان عن الدقيق والمعلمة عن الأطفال الذين يعبرون كل صباح إلى الضفة الأخرى. سيأتي المال من صندوق \
    الطرق ولن تتغير الأجرة قبل الصيف.";
const THAI: &str = "ในเย็นวันอังคารสภาตัดสินใจให้เรือข้ามฟากลำเก่าวิ่งต่อไปจนถึงฤดูใบไม้ผลิ การประชุมใช้เวลาสี่ชั่วโมง และทุกคนพูดถึงเรื่องของตน \
    ชาวประมงพูดถึงแห คนโม่แป้งพูดถึงแป้ง ครูพูดถึงเด็กที่ต้องข้ามไปอีกฝั่งทุกเช้า";
const POLISH: &str = "We wtorek wieczorem rada postanowiła zostawić stary prom do wiosny. Posiedzenie trwało cztery godziny, a każdy \
    mówił o swoim: rybacy o sieciach, młynarz o mące, nauczycielka o dzieciach, które co rano muszą się dostać na drugi \
    brzeg. Pieniądze będą z opłaty drogowej, a cena przejazdu do lata się nie zmieni, choć łódź jest już bardzo źle załatana.";
const CZECH: &str = "V úterý večer se rada rozhodla ponechat starý přívoz až do jara. Zasedání trvalo čtyři hodiny a každý mluvil o \
    svém: rybáři o sítích, mlynář o mouce, učitelka o dětech, které se musí každé ráno dostat na druhý břeh. Peníze půjdou ze \
    silničního poplatku a jízdné se do léta nezmění, ačkoli loď už dávno potřebuje nový nátěr.";
const HUNGARIAN: &str = "Kedden este a tanács úgy döntött, hogy a régi komp tavaszig marad. Az ülés négy órán át tartott, és mindenki \
    a magáéról beszélt: a halászok a hálókról, a molnár a lisztről, a tanítónő a gyerekekről, akiknek reggelente át kell jutniuk \
    a túlsó partra. A pénz az útalapból jön, a díj pedig nyárig nem változik, bár a gőzös fűtője többet kérne.";
const ESPERANTO: &str = "Mardon vespere la konsilio decidis lasi la malnovan pramon ĝis la printempo. La kunsido daŭris kvar horojn, kaj \
    ĉiu parolis pri sia afero: la fiŝistoj pri la retoj, la muelisto pri la faruno, la instruistino pri la infanoj, kiuj ĉiumatene \
    devas atingi la alian bordon. La mono venos el la voja kaso, kaj la prezo ne ŝanĝiĝos antaŭ la somero, ĉar ĵus oni ĝin altigis.";
const LATVIAN: &str = "Otrdienas vakarā padome nolēma atstāt veco prāmi līdz pavasarim. Sēde ilga četras stundas, un katrs runāja par \
    savu: zvejnieki par tīkliem, dzirnavnieks par miltiem, skolotāja par bērniem, kuriem katru rītu jānokļūst otrā krastā. Naudu \
    ņems no ceļu kases, un maksa līdz vasarai nemainīsies, kaut gan kuģis sen gaida jaunu krāsu.";
const ESTONIAN: &str = "Teisipäeva õhtul otsustas nõukogu vana praami kevadeni alles jätta. Istung kestis neli tundi ja igaüks rääkis \
    oma asjast: kalurid võrkudest, mölder jahust, õpetaja lastest, kes peavad igal hommikul teisele kaldale jõudma. Raha tuleb \
    teemaksust ja sõidu hind enne suve ei muutu, kuigi šeff ja žürii tahaksid rohkem.";
const LITHUANIAN: &str = "Antradienio vakarą taryba nusprendė palikti senąjį keltą iki pavasario. Posėdis truko keturias valandas, ir \
    kiekvienas kalbėjo apie savo: žvejai apie tinklus, malūnininkas apie miltus, mokytoja apie vaikus, kurie kas rytą turi patekti \
    į kitą krantą. Pinigai bus iš kelių mokesčio, o važiavimo kaina iki vasaros nesikeis, nors šį laivą jau seniai reikėjo dažyti.";
const ICELANDIC: &str = "Á þriðjudagskvöld ákvað ráðið að láta gömlu ferjuna ganga fram á vor. Fundurinn stóð í fjóra tíma og hver talaði \
    um sitt: sjómenn um netin, malarinn um mjölið, kennarinn um börnin sem þurfa að komast yfir á hinn bakkann á hverjum morgni. \
    Féð kemur úr vegasjóði og gjaldið breytist ekki fyrir sumarið, þótt æði margir vildu það.";
const SAMI: &str = "Maŋŋebárgga eahkeda mearridii ráđđi ahte boares fearga galgá johtit gitta giđa rádjai. Čoahkkin bisttii njeallje \
    diimmu ja juohkehaš hálai iežas áššiid birra: guolásteaddjit firpmiid birra, oahpaheaddji mánáid birra, geat galget beassat \
    nuppi beallái juohke iđida. Ruđat bohtet geaidnofoanddas, ja máksu ii rievdda ovdal geasi, vaikko ŧ lea čállojuvvon.";
const WELSH: &str = "Nos Fawrth penderfynodd y cyngor gadw'r hen fferi tan y gwanwyn. Parhaodd y cyfarfod am bedair awr, a siaradodd pob \
    un am ei bethau ei hun: y pysgotwyr am y rhwydi, y melinydd am y blawd, yr athrawes am y plant sy'n gorfod croesi'r dŵr bob \
    bore i gyrraedd y tŷ ar y lan bellaf. Daw'r arian o gronfa'r ffyrdd, ac ni fydd y pris yn newid cyn yr haf, er bod sŵn y gŵyr a'r \
    tân yn llenwi'r ystafell.";
const ROMANIAN: &str = "Marți seara consiliul a hotărât să păstreze vechiul bac până în primăvară. Ședința a ținut patru ore și fiecare a \
    vorbit despre ale sale: pescarii despre plase, morarul despre făină, învățătoarea despre copiii care trebuie să ajungă în \
    fiecare dimineață pe celălalt mal. Banii vin din taxa de drum, iar prețul nu se schimbă înainte de vară.";
const TURKISH: &str = "Salı akşamı meclis eski vapurun ilkbahara kadar çalışmasına karar verdi. Toplantı dört saat sürdü ve herkes kendi \
    işinden söz etti: balıkçılar ağlardan, değirmenci undan, öğretmen her sabah karşı kıyıya geçmesi gereken çocuklardan. Para yol \
    vergisinden gelecek, ücret ise yaza kadar değişmeyecek; İstanbul'dan gelen şoför buna çok güldü.";
const VIETNAMESE: &str = "Tối thứ ba hội đồng quyết định giữ chiếc phà cũ cho đến mùa xuân. Cuộc họp kéo dài bốn giờ và mỗi người nói về việc \
    của mình: người đánh cá nói về lưới, người xay bột nói về bột, cô giáo nói về lũ trẻ mỗi sáng phải sang bờ bên kia.";
const CHINESE: &str = "星期二晚上，镇议会在开了四个小时的会议之后，决定让旧渡船运行到春天。渔民谈的是渔网，磨坊主谈的是面粉，老师谈的是每天早上必须到对岸去的孩子。\
    费用将由道路基金支付，夏天以前票价不会上涨。";
const TAIWANESE: &str = "星期二晚上，鎮議會在開了四個小時的會議之後，決定讓舊渡船運行到春天。漁民談的是漁網，磨坊主談的是麵粉，老師談的是每天早上必須到對岸去的孩子。\
    費用將由道路基金支付，夏天以前票價不會上漲。";
const JAPANESE: &str = "火曜日の夜、町議会は四時間にわたる会議の末、古い渡し船を春まで運航することを決めた。漁師は網の話を、粉屋は粉の話を、先生は毎朝向こう岸へ渡らなければ\
    ならない子供たちの話をした。費用は道路の基金から出され、夏までは料金も変わらない。";
const KOREAN: &str = "화요일 저녁에 의회는 네 시간에 걸친 회의 끝에 낡은 나룻배를 봄까지 운항하기로 결정하였다. 어부는 그물을, 방앗간 주인은 밀가루를, 선생님은 아침마다 \
    건너편 기슭으로 가야 하는 아이들을 이야기하였다. 비용은 도로 기금에서 나오고 여름까지 요금은 오르지 않는다.";

/// Encodings of the WHATWG standard that hold text, each with a paragraph in a language that was written in it.
const CASES: [(&str, &str); 40] = [
    ("UTF-8", RUSSIAN),
    ("IBM866", RUSSIAN),
    ("ISO-8859-2", POLISH),
    ("ISO-8859-2", CZECH),
    ("ISO-8859-3", ESPERANTO),
    ("ISO-8859-4", LATVIAN),
    ("ISO-8859-5", RUSSIAN),
    ("ISO-8859-6", ARABIC),
    ("ISO-8859-7", GREEK),
    ("ISO-8859-8", HEBREW),
    ("ISO-8859-8-I", HEBREW),
    ("ISO-8859-10", SAMI),
    ("ISO-8859-10", ICELANDIC),
    ("ISO-8859-13", LITHUANIAN),
    ("ISO-8859-14", WELSH),
    ("ISO-8859-15", FRENCH),
    ("ISO-8859-16", ROMANIAN),
    ("KOI8-R", RUSSIAN),
    ("KOI8-U", UKRAINIAN),
    ("macintosh", FRENCH),
    ("windows-874", THAI),
    ("windows-1250", HUNGARIAN),
    ("windows-1251", RUSSIAN),
    ("windows-1252", GERMAN),
    ("windows-1253", GREEK),
    ("windows-1254", TURKISH),
    ("windows-1255", HEBREW),
    ("windows-1256", ARABIC),
    ("windows-1257", ESTONIAN),
    ("windows-1258", VIETNAMESE),
    ("x-mac-cyrillic", UKRAINIAN),
    ("GBK", CHINESE),
    ("gb18030", CHINESE),
    ("Big5", TAIWANESE),
    ("EUC-JP", JAPANESE),
    ("ISO-2022-JP", JAPANESE),
    ("Shift_JIS", JAPANESE),
    ("EUC-KR", KOREAN),
    ("UTF-16BE", GREEK),
    ("UTF-16LE", JAPANESE),
];

/// The paragraph as the encoding can write it: Romanian comma letters are cedilla letters where it has no others, and
/// Vietnamese tones are marks behind their letters in windows-1258.
fn fitted(label: &str, text: &str) -> String {
    let encoding = Encoding::for_label(label.as_bytes()).unwrap();
    if label.starts_with("UTF-") {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        let whole = c.to_string();
        if !encoding.encode(&whole).2 {
            out.push(c);
        } else if let Some(parts) = toned(c) {
            out.push_str(parts);
        }
    }
    out
}

/// A Vietnamese letter with its tone behind it.
fn toned(c: char) -> Option<&'static str> {
    let pairs = "ố ô\u{301} ứ ư\u{301} ộ ô\u{323} ồ ô\u{300} ế ê\u{301} ị i\u{323} ữ ư\u{303} ề ê\u{300} ọ o\u{323} ờ ơ\u{300} ỗ ô\u{303} \
        ỗi ô\u{303}i ệ ê\u{323} ủ u\u{309} ả a\u{309} ớ ơ\u{301} ộ ô\u{323} ũ u\u{303} ẻ e\u{309} ỗ ô\u{303} ì i\u{300} ò o\u{300} ó o\u{301} \
        ã a\u{303} ý y\u{301} ỏ o\u{309} ặ ă\u{323} ậ â\u{323} ấ â\u{301} ầ â\u{300} ẩ â\u{309} ẹ e\u{323} ể ê\u{309} ễ ê\u{303} ổ ô\u{309} ợ \
        ơ\u{323} ở ơ\u{309} ụ u\u{323} ừ ư\u{300} ử ư\u{309} ự ư\u{323} ỉ i\u{309} ĩ i\u{303} õ o\u{303} ạ a\u{323} ắ ă\u{301}";
    let mut words = pairs.split_whitespace();
    while let (Some(whole), Some(parts)) = (words.next(), words.next()) {
        if whole.chars().eq([c]) {
            return Some(parts);
        }
    }
    None
}

fn encoded(label: &str, text: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(label.as_bytes()).unwrap();
    if encoding == UTF_16BE {
        return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    if encoding == UTF_16LE {
        return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    let mut out = vec![0; text.len() * 4 + 16];
    let (result, _, written, bad) = encoding.new_encoder().encode_from_utf8(text, &mut out, true);
    assert!(result == CoderResult::InputEmpty && !bad, "{label}: {text}");
    out.truncate(written);
    out
}

fn page(label: &str, head: &str, words: &str) -> (RawPage, String) {
    let text = format!("<!doctype html><html><head>{head}<title>1</title></head><body><p>{words}</p></body></html>");
    (RawPage::html(encoded(label, &text), None), text)
}

#[test]
fn declared_encodings_are_read_as_declared() {
    for (label, words) in CASES {
        let words = fitted(label, words);
        let (mut by_header, text) = page(label, "", &words);
        by_header.charset = Some(label.to_owned());
        assert_eq!(decode(&by_header, usize::MAX).text, text, "{label} by the header");
        let (by_meta, text) = page(label, &format!("<meta charset=\"{label}\">"), &words);
        assert_eq!(decode(&by_meta, usize::MAX).text, text, "{label} by meta");
    }
}

#[test]
fn undeclared_encodings_are_found_out_from_a_paragraph() {
    let mut wrong = Vec::new();
    for (label, words) in CASES {
        let words = fitted(label, words);
        let (raw, text) = page(label, "", &words);
        let decoded = decode(&raw, usize::MAX);
        if decoded.text != text {
            let start = decoded.text.find("<p>").unwrap_or_default();
            wrong.push(format!(
                "{label}: {} {}",
                decoded.charset,
                decoded.text[start..].chars().take(70).collect::<String>()
            ));
        }
    }
    assert!(wrong.len() * 20 <= CASES.len(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}
