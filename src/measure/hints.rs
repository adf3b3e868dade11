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

/// The hints in a class, id or role value. Words are cut at everything but letters, and where a capital follows a
/// small letter (`siteFooter`). The hash of every word goes to `names`, and that of every whole name of two words or more.
pub(super) fn of_value(value: &str, names: &mut Vec<u32>) -> Hints {
    let mut hints = Hints::default();
    let mut word = [0u8; LONGEST];
    let (mut len, mut n_words) = (0, 0);
    let (mut word_hash, mut name_hash) = (FNV.0, FNV.0);
    let mut was_small = false;
    for &byte in value.as_bytes().iter().chain(b" ") {
        let is_letter = byte.is_ascii_alphabetic();
        let starts = byte.is_ascii_uppercase() && was_small;
        if !is_letter || starts {
            if len >= 2 {
                if len <= LONGEST {
                    hints = hints.with(of_word(&word[..len], word_hash));
                }
                names.push(word_hash);
                n_words += 1;
                name_hash = (name_hash ^ u32::from(b'-')).wrapping_mul(FNV.1);
            }
            (len, word_hash) = (0, FNV.0);
        }
        if is_letter {
            let small = byte.to_ascii_lowercase();
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
        was_small = byte.is_ascii_lowercase();
    }
    hints
}

/// The words of the list with their hints.
const WORDS: &[(Hints, &[&str])] = &[
    (
        Hints::NAVIGATION,
        &[
            "nav",
            "navbar",
            "navigation",
            "menu",
            "menus",
            "submenu",
            "topnav",
            "subnav",
            "megamenu",
            "dropdown",
            "hamburger",
            "offcanvas",
            "mainmenu",
            "topbar",
            "toc",
            "sitemap",
            "drawer",
        ],
    ),
    (Hints::HEADER, &["header", "masthead", "banner", "head"]),
    (Hints::FOOTER, &["footer", "foot", "colophon", "contentinfo", "copyright", "legal", "bottom"]),
    (Hints::SIDEBAR, &["sidebar", "aside", "complementary", "rail", "sidenav", "secondary", "widget", "widgets"]),
    (Hints::CONSENT, &["cookie", "cookies", "consent", "gdpr", "ccpa", "onetrust", "cookiebot", "privacy"]),
    (
        Hints::SHARE,
        &[
            "share",
            "sharing",
            "shares",
            "social",
            "socials",
            "follow",
            "addtoany",
            "sharedaddy",
            "facebook",
            "twitter",
            "pinterest",
            "whatsapp",
            "linkedin",
        ],
    ),
    (Hints::COMMENTS, &["comment", "comments", "commentlist", "disqus", "respond", "reply", "replies"]),
    (
        Hints::RELATED,
        &[
            "related",
            "recommended",
            "recommend",
            "recommendations",
            "similar",
            "recirc",
            "readmore",
            "upsell",
            "crosssell",
            "trending",
            "popular",
            "latest",
            "recent",
            "suggested",
            "also",
            "outbrain",
            "taboola",
            "jp",
            "viewed",
        ],
    ),
    (
        Hints::POPUP,
        &[
            "modal",
            "popup",
            "dialog",
            "overlay",
            "lightbox",
            "toast",
            "alert",
            "notice",
            "notification",
            "tooltip",
            "alertdialog",
        ],
    ),
    (
        Hints::ADVERT,
        &[
            "ad",
            "ads",
            "advert",
            "advertisement",
            "sponsor",
            "sponsored",
            "promo",
            "promotion",
            "cta",
            "adsbygoogle",
            "dfp",
            "affiliate",
        ],
    ),
    (Hints::BREADCRUMB, &["breadcrumb", "breadcrumbs", "crumb", "crumbs"]),
    (Hints::PAGINATION, &["pagination", "pager", "paging", "pages", "prev", "next", "previous"]),
    (
        Hints::BYLINE,
        &[
            "byline",
            "meta",
            "tags",
            "tag",
            "category",
            "categories",
            "date",
            "time",
            "timestamp",
            "published",
            "taglist",
            "kicker",
            "credit",
            "dateline",
            "stats",
            "views",
        ],
    ),
    (
        Hints::SUBSCRIBE,
        &["newsletter", "subscribe", "subscription", "signup", "optin", "mailchimp", "paywall", "mailing"],
    ),
    (
        Hints::ACCOUNT,
        &[
            "login",
            "signin",
            "account",
            "cart",
            "basket",
            "checkout",
            "wishlist",
            "minicart",
            "register",
            "user",
            "currency",
            "language",
            "languages",
            "lang",
            "locale",
        ],
    ),
    (
        Hints::FILTER,
        &["search", "filter", "filters", "facet", "facets", "sort", "sorting", "refine", "toolbar", "autocomplete"],
    ),
    (Hints::SCREEN_READER, &["sr", "skip", "screenreader", "offscreen", "accessibility", "assistive", "skiplink"]),
    (Hints::HIDDEN, &["hidden", "hide", "invisible", "noprint", "print"]),
    (Hints::FORM, &["form", "contact", "input", "field", "fieldset", "label", "hsform"]),
    (
        Hints::CONTENT,
        &[
            "content",
            "article",
            "entry",
            "main",
            "body",
            "story",
            "text",
            "richtext",
            "rte",
            "prose",
            "markdown",
            "rich",
            "editor",
            "wysiwyg",
            "copy",
            "blog",
            "single",
            "articlebody",
        ],
    ),
    (
        Hints::POST,
        &[
            "post",
            "posts",
            "message",
            "answer",
            "question",
            "thread",
            "topic",
            "review",
            "reviews",
            "testimonial",
            "testimonials",
            "faq",
            "bbp",
            "faqs",
        ],
    ),
    (
        Hints::PRODUCT,
        &[
            "product",
            "products",
            "description",
            "desc",
            "specs",
            "specifications",
            "specification",
            "features",
            "feature",
            "details",
            "detail",
            "summary",
            "price",
            "tab",
            "tabs",
            "accordion",
        ],
    ),
    (
        Hints::CONTROL,
        &[
            "btn", "button", "buttons", "control", "controls", "action", "actions", "icon", "badge", "rating", "like",
            "vote", "swatch", "quantity", "arrow", "slick", "carousel",
        ],
    ),
    (
        Hints::CARD,
        &[
            "card",
            "cards",
            "tile",
            "tiles",
            "grid",
            "item",
            "items",
            "teaser",
            "teasers",
            "list",
            "listing",
            "thumb",
            "thumbnail",
            "col",
            "row",
        ],
    ),
    (Hints::AUTHOR, &["author", "authors", "bio", "profile", "avatar", "signature"]),
];

/// Places of [`PLACES`]: most stay empty.
const N_PLACES: usize = 1024;

/// The words by their hashes: each in the place that its hash gives, or the next that is free. A place holds a number of
/// [`WORDS`] and one of its words.
static PLACES: [Option<(u8, u8)>; N_PLACES] = {
    let mut places = [None; N_PLACES];
    let mut kind = 0;
    while kind < WORDS.len() {
        let words = WORDS[kind].1;
        let mut word = 0;
        while word < words.len() {
            let mut at = hash_of(words[word].as_bytes()) as usize % N_PLACES;
            while places[at].is_some() {
                at = (at + 1) % N_PLACES;
            }
            places[at] = Some((kind as u8, word as u8));
            word += 1;
        }
        kind += 1;
    }
    places
};

/// The hints of a word, by its [`hash_of`].
fn of_word(word: &[u8], hash: u32) -> Hints {
    let mut at = hash as usize % N_PLACES;
    while let Some((kind, number)) = PLACES[at] {
        let (hints, words) = WORDS[usize::from(kind)];
        if words[usize::from(number)].as_bytes() == word {
            return hints;
        }
        at = (at + 1) % N_PLACES;
    }
    Hints::default()
}
