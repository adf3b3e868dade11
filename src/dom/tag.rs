//! The element and attribute names that the rest of the house knows by number.

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident { $($(#[$pseudo:meta])* $variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $kind { $($(#[$pseudo])* $variant),+ }

        impl $kind {
            /// Every variant, in numerical order.
            pub const ALL: &'static [$kind] = &[$($kind::$variant),+];

            /// The name as HTML spells it, in lower case.
            pub const fn name(self) -> &'static str {
                match self { $($kind::$variant => $name),+ }
            }
        }
    };
}

names! {
    /// What a node is: an HTML element by name, or one of the pseudo names in front.
    Tag {
        /// The document itself, node 0.
        Document = "#document",
        /// A text node.
        Text = "#text",
        /// An HTML element whose name is none of the list.
        Other = "*",
        /// An element of SVG or MathML other than `<svg>` and `<math>`.
        Foreign = "*foreign",
        A = "a", Abbr = "abbr", Acronym = "acronym", Address = "address", Applet = "applet", Area = "area",
        Article = "article", Aside = "aside", Audio = "audio", B = "b", Base = "base", Bdi = "bdi", Bdo = "bdo",
        Big = "big", Blockquote = "blockquote", Body = "body", Br = "br", Button = "button", Canvas = "canvas",
        Caption = "caption", Center = "center", Cite = "cite", Code = "code", Col = "col", Colgroup = "colgroup",
        Data = "data", Datalist = "datalist", Dd = "dd", Del = "del", Details = "details", Dfn = "dfn",
        Dialog = "dialog", Dir = "dir", Div = "div", Dl = "dl", Dt = "dt", Em = "em", Embed = "embed",
        Fieldset = "fieldset", Figcaption = "figcaption", Figure = "figure", Font = "font", Footer = "footer",
        Form = "form", Frame = "frame", Frameset = "frameset", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4",
        H5 = "h5", H6 = "h6", Head = "head", Header = "header", Hgroup = "hgroup", Hr = "hr", Html = "html",
        I = "i", Iframe = "iframe", Img = "img", Input = "input", Ins = "ins", Kbd = "kbd", Label = "label",
        Legend = "legend", Li = "li", Link = "link", Main = "main", Map = "map", Mark = "mark", Math = "math",
        Menu = "menu", Meta = "meta", Meter = "meter", Nav = "nav", Noembed = "noembed", Noframes = "noframes",
        Noscript = "noscript", Object = "object", Ol = "ol", Optgroup = "optgroup", Option = "option",
        Output = "output", P = "p", Param = "param", Picture = "picture", Plaintext = "plaintext", Pre = "pre",
        Progress = "progress", Q = "q", Rb = "rb", Rp = "rp", Rt = "rt", Rtc = "rtc", Ruby = "ruby", S = "s",
        Samp = "samp", Script = "script", Search = "search", Section = "section", Select = "select",
        Slot = "slot", Small = "small", Source = "source", Span = "span", Strike = "strike", Strong = "strong",
        Style = "style", Sub = "sub", Summary = "summary", Sup = "sup", Svg = "svg", Table = "table",
        Tbody = "tbody", Td = "td", Template = "template", Textarea = "textarea", Tfoot = "tfoot", Th = "th",
        Thead = "thead", Time = "time", Title = "title", Tr = "tr", Track = "track", Tt = "tt", U = "u",
        Ul = "ul", Var = "var", Video = "video", Wbr = "wbr",
    }
}

names! {
    /// The attributes that are kept. Others are dropped by the tokenizer unless per-site selectors ask for all.
    Attr {
        /// An attribute of another name, kept only when all are asked for.
        Other = "*",
        Alt = "alt", AriaChecked = "aria-checked", AriaControls = "aria-controls", AriaExpanded = "aria-expanded", AriaHidden = "aria-hidden",
        AriaLabel = "aria-label", AriaLevel = "aria-level",
        Charset = "charset", Checked = "checked", Cite = "cite", Class = "class", Color = "color",
        Colspan = "colspan", Content = "content", DataAuthor = "data-author", DataCfemail = "data-cfemail", DataLang = "data-lang",
        DataLanguage = "data-language", DataLazySrc = "data-lazy-src", DataOriginal = "data-original",
        DataSrc = "data-src", DataSrcset = "data-srcset", Datetime = "datetime", Dir = "dir",
        Encoding = "encoding", EpubType = "epub:type", Face = "face", Height = "height", Hidden = "hidden", Href = "href",
        Hreflang = "hreflang", HttpEquiv = "http-equiv", Id = "id", Itemid = "itemid", Itemprop = "itemprop",
        Itemscope = "itemscope", Itemtype = "itemtype", Lang = "lang", Name = "name", Open = "open",
        Property = "property", Rel = "rel", Reversed = "reversed", Role = "role", Rowspan = "rowspan",
        Scope = "scope", Size = "size", Src = "src", Srcset = "srcset", Start = "start", Style = "style",
        Title = "title", Type = "type", Value = "value", Width = "width",
    }
}
