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

impl<'a> Reader<'a> {
    pub fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(ModelError("it is cut short"))?;
        self.0 = rest;
        Ok(*head)
    }

    /// So many pieces of `N` bytes each.
    pub fn many<const N: usize>(&mut self, n: usize) -> Result<&'a [[u8; N]], ModelError> {
        let bytes = n.checked_mul(N).and_then(|bytes| self.0.split_at_checked(bytes));
        let (head, rest) = bytes.ok_or(ModelError("it is cut short"))?;
        self.0 = rest;
        Ok(head.as_chunks().0)
    }

    pub fn u16(&mut self) -> Result<u16, ModelError> {
        self.take().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, ModelError> {
        self.take().map(u32::from_le_bytes)
    }
}
