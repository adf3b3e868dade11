//! Words in class, id and role attributes as hints on what an element is for. A hint is evidence: no block is dropped
//! for one alone.

/// A set of hints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints(pub u32);

impl Hints {
    /// Menus and other ways around the site.
    pub const NAVIGATION: Hints = Hints(1);
    /// The head of the site or of an article.
    pub const HEADER: Hints = Hints(1 << 1);
    /// The foot of the site or of an article.
    pub const FOOTER: Hints = Hints(1 << 2);
    /// Beside the main column.
    pub const SIDEBAR: Hints = Hints(1 << 3);
    /// Cookie and consent notices.
    pub const CONSENT: Hints = Hints(1 << 4);
    /// Buttons to share or follow.
    pub const SHARE: Hints = Hints(1 << 5);
    /// Readers' comments.
    pub const COMMENTS: Hints = Hints(1 << 6);
    /// Pointers to other pages.
    pub const RELATED: Hints = Hints(1 << 7);
    /// Dialogs, pop-ups and banners over the page.
    pub const POPUP: Hints = Hints(1 << 8);
    /// Advertisements and promotion.
    pub const ADVERT: Hints = Hints(1 << 9);
    /// Where the page stands in the site.
    pub const BREADCRUMB: Hints = Hints(1 << 10);
    /// Ways to the next and the previous page.
    pub const PAGINATION: Hints = Hints(1 << 11);
    /// Tags, categories, dates and bylines.
    pub const BYLINE: Hints = Hints(1 << 12);
    /// Newsletter and subscription forms.
    pub const SUBSCRIBE: Hints = Hints(1 << 13);
    /// Log-in, account, basket.
    pub const ACCOUNT: Hints = Hints(1 << 14);
    /// Search and filters.
    pub const FILTER: Hints = Hints(1 << 15);
    /// For screen readers alone.
    pub const SCREEN_READER: Hints = Hints(1 << 16);
    /// Hidden by markup.
    pub const HIDDEN: Hints = Hints(1 << 17);
    /// Forms.
    pub const FORM: Hints = Hints(1 << 18);
    /// The page's main matter.
    pub const CONTENT: Hints = Hints(1 << 19);
    /// Posts of a thread, answers, reviews.
    pub const POST: Hints = Hints(1 << 20);
    /// Product descriptions and specifications.
    pub const PRODUCT: Hints = Hints(1 << 21);
    /// Buttons and other controls.
    pub const CONTROL: Hints = Hints(1 << 22);
    /// Cards, tiles and other repeated units.
    pub const CARD: Hints = Hints(1 << 23);
    /// Words on the author.
    pub const AUTHOR: Hints = Hints(1 << 24);

    /// Names by bit, for `explain`.
    pub const NAMES: [&'static str; 25] = [
        "navigation",
        "header",
        "footer",
        "sidebar",
        "consent",
        "share",
        "comments",
        "related",
        "popup",
        "advert",
        "breadcrumb",
        "pagination",
        "byline",
        "subscribe",
        "account",
        "filter",
        "screen-reader",
        "hidden",
        "form",
        "content",
        "post",
        "product",
        "control",
        "card",
        "author",
    ];

    /// Whether any hint of `other` is in the set.
    pub const fn any(self, other: Hints) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn with(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }

    /// The set without `other`.
    pub const fn without(self, other: Hints) -> Hints {
        Hints(self.0 & !other.0)
    }
}

/// The longest word looked up; longer ones are none of the list.
const LONGEST: usize = 16;

/// FNV-1a's start and factor (Fowler, Noll and Vo), 32 bits.
pub(super) const FNV: (u32, u32) = (0x811c_9dc5, 0x0100_0193);

/// FNV-1a of a name as it stands.
pub(super) const fn hash_of(name: &[u8]) -> u32 {
    let (mut hash, mut at) = (FNV.0, 0);
    while at < name.len() {
        hash = (hash ^ name[at] as u32).wrapping_mul(FNV.1);
        at += 1;
    }
    hash
}

/// For each byte the small letter that it is, if any.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = b'a';
    while byte <= b'z' {
        letters[byte as usize] = byte;
        letters[byte.to_ascii_uppercase() as usize] = byte;
        byte += 1;
    }
    letters
};

/// The hints in a class, id or role value. Words are cut at everything but letters, and where a capital follows a
/// small letter (`siteFooter`). The hash of every word goes to `names`, and that of every whole name of two words or more.
pub(super) fn of_value(value: &str, names: &mut Vec<u32>) -> Hints {
    let mut hints = Hints::default();
    let mut word = [0u8; LONGEST];
    let (mut len, mut n_words) = (0, 0);
    let (mut word_hash, mut name_hash) = (FNV.0, FNV.0);
    let mut was_small = false;
    for &byte in value.as_bytes().iter().chain(b" ") {
        let small = LETTERS[usize::from(byte)];
        let is_letter = small != 0;
        let is_small = is_letter && small == byte;
        if !is_letter || was_small && !is_small {
            if len >= 2 {
                if len <= LONGEST {
                    hints = hints.with(of_word(&word[..len]));
                }
                names.push(word_hash);
                n_words += 1;
                name_hash = (name_hash ^ u32::from(b'-')).wrapping_mul(FNV.1);
            }
            (len, word_hash) = (0, FNV.0);
        }
        if is_letter {
            if let Some(slot) = word.get_mut(len) {
                *slot = small;
            }
            len += 1;
            word_hash = (word_hash ^ u32::from(small)).wrapping_mul(FNV.1);
            name_hash = (name_hash ^ u32::from(small)).wrapping_mul(FNV.1);
        } else if byte.is_ascii_whitespace() {
            if n_words > 1 {
                names.push(name_hash);
            }
            (n_words, name_hash) = (0, FNV.0);
        }
        was_small = is_small;
    }
    hints
}

#[allow(clippy::too_many_lines)]
fn of_word(word: &[u8]) -> Hints {
    match word {
        b"nav" | b"navbar" | b"navigation" | b"menu" | b"menus" | b"submenu" | b"topnav" | b"subnav" | b"megamenu"
        | b"dropdown" | b"hamburger" | b"offcanvas" | b"mainmenu" | b"topbar" | b"toc" | b"sitemap" | b"drawer" => {
            Hints::NAVIGATION
        }
        b"header" | b"masthead" | b"banner" | b"head" => Hints::HEADER,
        b"footer" | b"foot" | b"colophon" | b"contentinfo" | b"copyright" | b"legal" | b"bottom" => Hints::FOOTER,
        b"sidebar" | b"aside" | b"complementary" | b"rail" | b"sidenav" | b"secondary" | b"widget" | b"widgets" => {
            Hints::SIDEBAR
        }
        b"cookie" | b"cookies" | b"consent" | b"gdpr" | b"ccpa" | b"onetrust" | b"cookiebot" | b"privacy" => {
            Hints::CONSENT
        }
        b"share" | b"sharing" | b"shares" | b"social" | b"socials" | b"follow" | b"addtoany" | b"sharedaddy"
        | b"facebook" | b"twitter" | b"pinterest" | b"whatsapp" | b"linkedin" => Hints::SHARE,
        b"comment" | b"comments" | b"commentlist" | b"disqus" | b"respond" | b"reply" | b"replies" => Hints::COMMENTS,
        b"related" | b"recommended" | b"recommend" | b"recommendations" | b"similar" | b"recirc" | b"readmore"
        | b"upsell" | b"crosssell" | b"trending" | b"popular" | b"latest" | b"recent" | b"suggested" | b"also"
        | b"outbrain" | b"taboola" | b"jp" | b"viewed" => Hints::RELATED,
        b"modal" | b"popup" | b"dialog" | b"overlay" | b"lightbox" | b"toast" | b"alert" | b"notice"
        | b"notification" | b"tooltip" | b"alertdialog" => Hints::POPUP,
        b"ad" | b"ads" | b"advert" | b"advertisement" | b"sponsor" | b"sponsored" | b"promo" | b"promotion"
        | b"cta" | b"adsbygoogle" | b"dfp" | b"affiliate" => Hints::ADVERT,
        b"breadcrumb" | b"breadcrumbs" | b"crumb" | b"crumbs" => Hints::BREADCRUMB,
        b"pagination" | b"pager" | b"paging" | b"pages" | b"prev" | b"next" | b"previous" => Hints::PAGINATION,
        b"byline" | b"meta" | b"tags" | b"tag" | b"category" | b"categories" | b"date" | b"time" | b"timestamp"
        | b"published" | b"taglist" | b"kicker" | b"credit" | b"dateline" | b"stats" | b"views" => Hints::BYLINE,
        b"newsletter" | b"subscribe" | b"subscription" | b"signup" | b"optin" | b"mailchimp" | b"paywall"
        | b"mailing" => Hints::SUBSCRIBE,
        b"login" | b"signin" | b"account" | b"cart" | b"basket" | b"checkout" | b"wishlist" | b"minicart"
        | b"register" | b"user" | b"currency" | b"language" | b"languages" | b"lang" | b"locale" => Hints::ACCOUNT,
        b"search" | b"filter" | b"filters" | b"facet" | b"facets" | b"sort" | b"sorting" | b"refine" | b"toolbar"
        | b"autocomplete" => Hints::FILTER,
        b"sr" | b"skip" | b"screenreader" | b"offscreen" | b"accessibility" | b"assistive" | b"skiplink" => {
            Hints::SCREEN_READER
        }
        b"hidden" | b"hide" | b"invisible" | b"noprint" | b"print" => Hints::HIDDEN,
        b"form" | b"contact" | b"input" | b"field" | b"fieldset" | b"label" | b"hsform" => Hints::FORM,
        b"content" | b"article" | b"entry" | b"main" | b"body" | b"story" | b"text" | b"richtext" | b"rte"
        | b"prose" | b"markdown" | b"rich" | b"editor" | b"wysiwyg" | b"copy" | b"blog" | b"single"
        | b"articlebody" => Hints::CONTENT,
        b"post" | b"posts" | b"message" | b"answer" | b"question" | b"thread" | b"topic" | b"review" | b"reviews"
        | b"testimonial" | b"testimonials" | b"faq" | b"bbp" | b"faqs" => Hints::POST,
        b"product" | b"products" | b"description" | b"desc" | b"specs" | b"specifications" | b"specification"
        | b"features" | b"feature" | b"details" | b"detail" | b"summary" | b"price" | b"tab" | b"tabs"
        | b"accordion" => Hints::PRODUCT,
        b"btn" | b"button" | b"buttons" | b"control" | b"controls" | b"action" | b"actions" | b"icon" | b"badge"
        | b"rating" | b"like" | b"vote" | b"swatch" | b"quantity" | b"arrow" | b"slick" | b"carousel" => Hints::CONTROL,
        b"card" | b"cards" | b"tile" | b"tiles" | b"grid" | b"item" | b"items" | b"teaser" | b"teasers" | b"list"
        | b"listing" | b"thumb" | b"thumbnail" | b"col" | b"row" => Hints::CARD,
        b"author" | b"authors" | b"bio" | b"profile" | b"avatar" | b"signature" => Hints::AUTHOR,
        _ => Hints::default(),
    }
}
