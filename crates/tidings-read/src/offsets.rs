//! Where the bytes of a made text come from.

use std::ops::Range;

use tidings_record::ByteSpan;

/// A list of stretches that maps byte ranges of a made text to byte spans of the original. Where nothing was
/// changed a stretch maps byte by byte; where something was replaced it maps as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    segments: Vec<Segment>,
    /// Length of the made text.
    made_end: u32,
    /// End of the last stretch in the original.
    original_end: u32,
}

/// From `made` to the next segment's `made`, and likewise in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    made: u32,
    original: u32,
    /// One past the last byte of the original.
    original_end: u32,
    /// Whether both have the same bytes.
    same: bool,
}

impl OffsetMap {
    /// A map for text that begins at byte `original`; nothing in it yet.
    pub fn new(original: u32) -> OffsetMap {
        OffsetMap { segments: Vec::new(), made_end: 0, original_end: original }
    }

    /// The map of a text that was not changed, `length` bytes from `original` on.
    pub fn identity(original: u32, length: u32) -> OffsetMap {
        let mut map = OffsetMap::new(original);
        map.same(original, length);
        map
    }

    /// Says that the next `length` bytes were copied from `original`.
    pub fn same(&mut self, original: u32, length: u32) {
        if length == 0 {
            return;
        }
        match self.segments.last_mut() {
            Some(last) if last.same && last.original_end == original => last.original_end += length,
            _ => self.segments.push(Segment {
                made: self.made_end,
                original,
                original_end: original + length,
                same: true,
            }),
        }
        self.made_end += length;
        self.original_end = original + length;
    }

    /// Says that the next `length` bytes stand for the bytes `original`, which may be none.
    pub fn replaced(&mut self, original: Range<u32>, length: u32) {
        if length > 0 {
            self.segments.push(Segment {
                made: self.made_end,
                original: original.start,
                original_end: original.end,
                same: false,
            });
        }
        self.made_end += length;
        self.original_end = original.end;
    }

    /// The words of the original that stand behind `made`, a range of the made text. An empty range gives an
    /// empty span; a range beyond the end is cut.
    pub fn to_original(&self, made: Range<usize>) -> ByteSpan {
        let start = self.clamp(made.start);
        let end = self.clamp(made.end).max(start);
        if start == end {
            let at = self.start_of(start);
            return ByteSpan::new(at, at);
        }
        let from = self.start_of(start);
        ByteSpan::new(from, self.end_of(end).max(from))
    }

    fn clamp(&self, at: usize) -> u32 {
        u32::try_from(at).unwrap_or(u32::MAX).min(self.made_end)
    }

    fn segment(&self, made: u32) -> Option<Segment> {
        let after = self.segments.partition_point(|segment| segment.made <= made);
        self.segments[..after].last().copied()
    }

    fn start_of(&self, made: u32) -> u32 {
        if made == self.made_end {
            return self.original_end;
        }
        match self.segment(made) {
            Some(segment) if segment.same => segment.original + (made - segment.made),
            Some(segment) => segment.original,
            None => self.original_end,
        }
    }

    fn end_of(&self, made: u32) -> u32 {
        match self.segment(made.saturating_sub(1)) {
            Some(segment) if segment.same => segment.original + (made - segment.made),
            Some(segment) => segment.original_end,
            None => self.original_end,
        }
    }

    /// The map from a text that was made from this map's made text, `second`, to this map's original.
    pub fn then(&self, second: &OffsetMap) -> OffsetMap {
        let mut map = OffsetMap::new(self.original_end);
        for (index, segment) in second.segments.iter().enumerate() {
            let end = second.segments.get(index + 1).map_or(second.made_end, |next| next.made);
            if !segment.same {
                let span = self.to_original(segment.original as usize..segment.original_end as usize);
                map.replaced(span.start..span.end, end - segment.made);
                continue;
            }
            self.copy_stretch(segment.original..segment.original_end, &mut map);
        }
        map
    }

    /// Adds what stands behind the bytes `made` of this map to `into`.
    fn copy_stretch(&self, made: Range<u32>, into: &mut OffsetMap) {
        let mut at = made.start;
        let mut index = self.segments.partition_point(|segment| segment.made <= at).saturating_sub(1);
        while at < made.end && index < self.segments.len() {
            let segment = self.segments[index];
            let end = self.segments.get(index + 1).map_or(self.made_end, |next| next.made).min(made.end);
            if segment.same {
                into.same(segment.original + (at - segment.made), end - at);
            } else {
                into.replaced(segment.original..segment.original_end, end - at);
            }
            at = end;
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use tidings_record::ByteSpan;

    use super::OffsetMap;

    /// `a—b` with spaces around the dash.
    fn spaced() -> OffsetMap {
        let mut map = OffsetMap::new(10);
        map.same(10, 1);
        map.replaced(11..11, 1);
        map.same(11, 3);
        map.replaced(14..14, 1);
        map.same(14, 1);
        map
    }

    #[test]
    fn words_map_to_their_own_bytes() {
        let map = spaced();
        assert_eq!(map.to_original(0..1), ByteSpan::new(10, 11));
        assert_eq!(map.to_original(2..5), ByteSpan::new(11, 14));
        assert_eq!(map.to_original(6..7), ByteSpan::new(14, 15));
        assert_eq!(map.to_original(0..7), ByteSpan::new(10, 15));
        assert_eq!(map.to_original(1..2), ByteSpan::new(11, 11));
        assert_eq!(map.to_original(7..9), ByteSpan::new(15, 15));
    }

    #[test]
    fn a_replaced_stretch_maps_as_a_whole() {
        let mut map = OffsetMap::new(0);
        map.same(0, 2);
        map.replaced(2..4, 1);
        map.same(4, 2);
        assert_eq!(map.to_original(2..3), ByteSpan::new(2, 4));
        assert_eq!(map.to_original(1..4), ByteSpan::new(1, 5));
    }

    #[test]
    fn two_maps_make_one() {
        let map = spaced();
        assert_eq!(map.then(&OffsetMap::identity(0, 7)), map);
        let mut second = OffsetMap::new(0);
        second.replaced(0..1, 2);
        second.same(1, 6);
        let both = map.then(&second);
        assert_eq!(both.to_original(0..2), ByteSpan::new(10, 11));
        assert_eq!(both.to_original(3..6), ByteSpan::new(11, 14));
        assert_eq!(both.to_original(7..8), ByteSpan::new(14, 15));
    }
}
