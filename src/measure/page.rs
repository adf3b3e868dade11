//! What the page as a whole is made of.

use super::{Hints, Measures};

/// Fills the columns on the page.
pub(super) fn measure(m: &mut Measures) {
    let n = m.words.len() as f32;
    if n == 0.0 {
        return;
    }
    m.page_blocks = n;
    (m.page_items, m.page_prices) = (above_zero(&m.in_list) / n, above_zero(&m.price) / n);
    (m.page_dates, m.page_headings) = (above_zero(&m.dated) / n, above_zero(&m.heading) / n);
    let words = m.page_words.max(1.0);
    (m.page_posts, m.page_products) = (words_under(m, Hints::POST) / words, words_under(m, Hints::PRODUCT) / words);
}

/// Rows with a value above zero; counted in numbers as wide as the values, so that the machine takes many at a time.
fn above_zero(column: &[f32]) -> f32 {
    column.iter().map(|&x| u32::from(x > 0.0)).sum::<u32>() as f32
}

/// Sums kept side by side.
const LANES: usize = 8;

/// Words of the blocks that a hint stands around. Words are whole or half, so that their sum is the same in any order.
fn words_under(m: &Measures, hint: Hints) -> f32 {
    let under = |(all, words): (&Hints, &f32)| if all.any(hint) { *words } else { 0.0 };
    let ((hints, last_hints), (words, last_words)) = (m.all.as_chunks::<LANES>(), m.words.as_chunks::<LANES>());
    let mut sums = [0.0; LANES];
    for (hints, words) in hints.iter().zip(words) {
        for (sum, here) in sums.iter_mut().zip(hints.iter().zip(words).map(under)) {
            *sum += here;
        }
    }
    sums.iter().sum::<f32>() + last_hints.iter().zip(last_words).map(under).sum::<f32>()
}
