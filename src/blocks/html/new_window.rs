//! Notes for readers who hear the page that a link opens a window or tab of its own. In: an element in a link. Out: whether
//! it says no more than that. Never takes such words out of a sentence.

use crate::dom::{Dom, NodeId};

/// Bytes of the longest note.
const LONGEST: usize = 80;

/// What the notes say, in small letters.
const NOTES: [&str; 68] = [
    "abre em nova aba",
    "abre em nova janela",
    "abre em uma nova aba",
    "abre em uma nova janela",
    "abre en nueva ventana",
    "abre en una nueva pestaña",
    "abre en una ventana nueva",
    "abre num novo separador",
    "abre numa nova janela",
    "apre una nuova finestra",
    "avautuu uuteen ikkunaan",
    "avautuu uuteen välilehteen",
    "link opens in a new tab",
    "link opens in a new window",
    "link opens in new window",
    "nouvel onglet",
    "nouvelle fenêtre",
    "open in a new tab",
    "open in a new window",
    "open in new tab",
    "open in new window",
    "opens a new window",
    "opens in a new tab",
    "opens in a new window",
    "opens in a new window or tab",
    "opens in new tab",
    "opens in new window",
    "opens in new window or tab",
    "opent in een nieuw tabblad",
    "opent in een nieuw venster",
    "opent in nieuw tabblad",
    "opent in nieuw venster",
    "otevře se v novém okně",
    "otwiera się w nowej karcie",
    "otwiera się w nowym oknie",
    "ouvre un nouvel onglet",
    "ouvre une nouvelle fenêtre",
    "s'ouvre dans un nouvel onglet",
    "s'ouvre dans une nouvelle fenêtre",
    "se abre en una nueva pestaña",
    "se abre en una nueva ventana",
    "se abre en una ventana nueva",
    "si apre in una nuova finestra",
    "si apre in una nuova scheda",
    "this link opens in a new window",
    "will open in a new window",
    "wird in neuem fenster geöffnet",
    "yeni pencerede açılır",
    "yeni sekmede açılır",
    "åbner i nyt vindue",
    "åpnes i nytt vindu",
    "öffnet in einem neuen fenster",
    "öffnet in einem neuen tab",
    "öffnet in neuem fenster",
    "öffnet in neuem tab",
    "öffnet neues fenster",
    "öppnas i ny flik",
    "öppnas i nytt fönster",
    "відкривається в новому вікні",
    "открывается в новой вкладке",
    "открывается в новом окне",
    "別ウィンドウで開きます",
    "在新窗口中打开",
    "在新窗口打开",
    "在新視窗中開啟",
    "新しいウィンドウで開きます",
    "새 창 열림",
    "새 창에서 열림",
];

/// Whether all that the element says is that the link opens a window of its own.
pub(super) fn is_note(dom: &Dom, n: NodeId) -> bool {
    let words = dom.words_up_to(n, LONGEST);
    // the shortest have thirteen bytes
    if words.len() < 13 || words.len() > LONGEST {
        return false;
    }
    let signs = |c: char| !c.is_alphanumeric();
    let said = words.trim_matches(signs).replace('’', "'").to_lowercase();
    NOTES.binary_search(&said.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::NOTES;

    #[test]
    fn notes_are_in_order() {
        assert!(NOTES.is_sorted());
    }
}
