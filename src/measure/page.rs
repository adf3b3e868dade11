//! What the page as a whole is made of: the same in every row.

use super::{Hints, Measures};

/// Fills the columns on the page.
pub(super) fn measure(m: &mut Measures) {
    let n = m.words.len();
    if n == 0 {
        return;
    }
    let share = |column: &[f32]| column.iter().filter(|&&x| x > 0.0).count() as f32 / n as f32;
    let (items, prices, dates, headings) = (share(&m.in_list), share(&m.price), share(&m.dated), share(&m.heading));
    let under = |hint: Hints| {
        let words: f32 = m.all.iter().zip(&m.words).filter(|(all, _)| all.any(hint)).map(|(_, words)| words).sum();
        words / m.words.iter().sum::<f32>().max(1.0)
    };
    let (posts, products) = (under(Hints::POST), under(Hints::PRODUCT));
    let columns = [
        (&mut m.page_blocks, n as f32),
        (&mut m.page_items, items),
        (&mut m.page_prices, prices),
        (&mut m.page_dates, dates),
        (&mut m.page_headings, headings),
        (&mut m.page_posts, posts),
        (&mut m.page_products, products),
    ];
    for (column, value) in columns {
        column.fill(value);
    }
}
