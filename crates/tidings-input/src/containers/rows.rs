//! Rows of JSON, one a line.

use std::io::{self, BufRead, Read};

use super::{Container, Step};
use crate::{Fault, Input, LARGEST_TEXT, Options, row};

/// The longest row: every character of a text may be an escape of six bytes.
const LONGEST_ROW: usize = 6 * LARGEST_TEXT + (1 << 20);

/// Rows of an open file.
pub(crate) struct Rows {
    file: String,
    reader: Option<Box<dyn BufRead + Send>>,
    line: u64,
}

impl Rows {
    pub fn new(file: String, reader: Box<dyn BufRead + Send>) -> Rows {
        Rows { file, reader: Some(reader), line: 0 }
    }
}

impl Container for Rows {
    fn next(&mut self, options: &Options) -> Option<Step> {
        loop {
            let reader = self.reader.as_mut()?;
            self.line += 1;
            let line = Some(self.line);
            let mut bytes = Vec::new();
            let read = reader.by_ref().take(LONGEST_ROW as u64 + 1).read_until(b'\n', &mut bytes);
            let fault = match read {
                Ok(0) => {
                    self.reader = None;
                    return None;
                }
                Ok(_) if bytes.len() > LONGEST_ROW => match skip_line(reader) {
                    Ok(more) => Fault::too_large(bytes.len() as u64 + more),
                    Err(error) => Fault::cannot_read(&error),
                },
                Ok(_) if bytes.trim_ascii().is_empty() => continue,
                Ok(_) => match row(&bytes, self.file.clone(), options) {
                    Ok(input) => return Some(Step::Input(Box::new(Input { line, ..input }))),
                    Err(fault) => fault,
                },
                Err(error) => {
                    self.reader = None;
                    Fault::cannot_read(&error)
                }
            };
            return Some(Step::Failed(fault.at(&self.file, line)));
        }
    }
}

fn skip_line(reader: &mut dyn BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(used);
        skipped += used as u64;
        if end.is_some() {
            return Ok(skipped);
        }
    }
}
