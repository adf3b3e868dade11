//! The `pagesieve` command.

fn main() -> std::process::ExitCode {
    pagesieve::cli::main()
}
