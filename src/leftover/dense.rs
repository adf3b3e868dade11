//! Placeholders in Chinese, Japanese and Korean by the shape of their sentences. In: a block. Out: a finding where a
//! sentence tells the owner to put words there, or says that it is filler. Never looks beyond the block.

use super::{Finding, Kind, Seen, Strength, covers, fold};
use crate::blocks::GroupKind;
use std::ops::Range;

/// Longest sentence of such an instruction, in characters.
const LONGEST: usize = 42;

/// What stands in a sentence, one of each list, for it to be an instruction or a name of filler.
const SURE: [&[&[&str]]; 11] = [
    // Japanese: something goes here, or stands for something
    &[TEXTS_JA, &["が入ります", "がはいります", "が入る", "を入れてください", "を入れます", "をここに"]],
    &[&["ここに", "こちらに"], TEXTS_JA],
    &[&["ダミー", "仮テキスト", "仮文章", "仮の"], TEXTS_JA],
    &[&["サンプル"], &["テキスト", "文章", "見出し", "タイトル", "コピー"]],
    &[&["ダミー"], &["です", "文"]],
    &[&["ここを", "この"], &["クリック"], &["編集", "追加", "入力"], TEXTS_JA],
    // Chinese, both scripts
    &[
        PLACES_ZH,
        &["输入", "輸入", "添加", "新增", "编辑", "編輯", "填写", "填寫", "插入", "替换", "替換", "放置", "写"],
        TEXTS_ZH,
    ],
    &[&["占位", "佔位", "假文", "虚拟", "填充", "示例", "範例"], TEXTS_ZH],
    &[
        &["这是", "這是", "这里是", "這裡是"],
        &["占位", "佔位", "示例", "示範", "测试", "測試", "默认", "範例"],
        TEXTS_ZH,
    ],
    // Korean
    &[&["여기에", "이곳에"], &["입력", "작성", "추가", "넣", "들어"]],
    &[&["더미", "샘플", "예시", "임시", "견본", "로렘", "자리 표시"], TEXTS_KO],
];

/// The same, where manuals and forms say such things to readers too.
const LIKELY: [&[&[&str]]; 4] = [
    &[TEXTS_JA, &["を入力", "を記入", "を追加してください", "を編集", "が表示されます"]],
    &[
        &["请", "請", "点击", "點擊", "双击", "雙擊", "单击"],
        &["输入", "輸入", "添加", "编辑", "編輯", "填写", "填寫"],
        TEXTS_ZH,
    ],
    &[
        TEXTS_KO,
        &["입력하세요", "입력해", "입력하십시오", "들어갑니다", "작성하세요", "작성해", "추가하세요", "수정하세요"],
    ],
    &[&["여기를", "이곳을"], &["클릭"], &["편집", "수정", "추가"]],
];

const PLACES_ZH: &[&str] = &["在此", "在这里", "在這裡", "此处", "此處", "这里", "這裡", "您的", "你的", "自己的"];
const TEXTS_JA: &[&str] = &[
    "テキスト",
    "文章",
    "文言",
    "見出し",
    "タイトル",
    "本文",
    "説明",
    "キャッチコピー",
    "コピー",
    "内容",
    "コンテンツ",
    "画像",
    "リード",
    "コメント",
    "サブタイトル",
    "名前",
    "文字",
];
const TEXTS_ZH: &[&str] = &[
    "文字",
    "文本",
    "内容",
    "內容",
    "标题",
    "標題",
    "描述",
    "说明",
    "說明",
    "图片",
    "圖片",
    "段落",
    "正文",
    "副标题",
    "副標題",
    "简介",
    "簡介",
    "文案",
    "信息",
    "資訊",
];
const TEXTS_KO: &[&str] =
    &["텍스트", "내용", "제목", "설명", "문구", "본문", "소제목", "단락", "이미지", "글을", "글자", "콘텐츠", "문장"];

/// Finds instructions and names of filler.
pub(super) fn find(seen: &Seen<'_>) -> Option<Finding> {
    if matches!(seen.group, GroupKind::Cell { .. } | GroupKind::Term) {
        return None;
    }
    let is_quoted = matches!(seen.group, GroupKind::Quote { .. });
    let mut pieces: Vec<Range<u32>> = Vec::new();
    let mut likely = 0;
    for sentence in fold::sentences(seen.text) {
        let text = seen.text.get(sentence.clone()).unwrap_or_default();
        if text.is_ascii() || text.chars().take(LONGEST + 1).count() > LONGEST {
            continue;
        }
        if fits(text, &SURE) {
            pieces.push(sentence.start as u32..sentence.end as u32);
        } else if fits(text, &LIKELY) {
            likely += sentence.len();
        }
    }
    let whole = Finding::whole(Kind::Placeholder, Strength::Sure, "an instruction to the site's owner");
    if pieces.is_empty() {
        return (likely >= seen.text.trim_end().len()).then_some(Finding { strength: Strength::Likely, ..whole });
    }
    // out of somebody's words nothing is cut; a quotation that is nothing else goes
    (!is_quoted || covers(seen.text, &pieces)).then_some(Finding { pieces, ..whole })
}

/// Whether a short sentence has one of the shapes and says little else.
fn fits(text: &str, shapes: &[&[&[&str]]]) -> bool {
    // names of programs and files belong to manuals, quotation marks to mentions
    if text.contains(['「', '『', '“', '"', '《', '【']) || text.bytes().filter(u8::is_ascii_alphabetic).count() > 12
    {
        return false;
    }
    shapes.iter().any(|shape| {
        let mut matched = 0;
        let all = shape.iter().all(|any| {
            let found = any.iter().filter(|word| text.contains(**word)).map(|word| word.chars().count()).max();
            matched += found.unwrap_or(0);
            found.is_some()
        });
        // what the shape does not account for must be little: particles, "your", "new"
        let rest = || text.chars().filter(|c| c.is_alphanumeric()).count().saturating_sub(matched);
        all && rest() <= 10
    })
}
