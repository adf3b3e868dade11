//! Writes the containers that the tests make to a folder, as seeds.

#[path = "../../made/mod.rs"]
mod made;

fn main() -> std::io::Result<()> {
    let dir = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "corpus/warc".to_owned()));
    std::fs::create_dir_all(&dir)?;
    for (name, bytes) in made::containers() {
        std::fs::write(dir.join(name), bytes)?;
    }
    Ok(())
}
