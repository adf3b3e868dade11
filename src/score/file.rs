//! Reads numbers off a model file.

/// Why bytes are no model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError(pub(super) &'static str);

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no model: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

/// What is left of a model file. All numbers are little-endian.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl Reader<'_> {
    pub fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(ModelError("it is cut short"))?;
        self.0 = rest;
        Ok(*head)
    }

    pub fn u16(&mut self) -> Result<u16, ModelError> {
        self.take().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, ModelError> {
        self.take().map(u32::from_le_bytes)
    }
}
