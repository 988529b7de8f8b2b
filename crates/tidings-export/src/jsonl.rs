//! A record as JSON lines: each article, actor, event, claim, figure, copy and finding as `record/1` has it.

use serde_json::{Value, json};
use tidings_record::{PointSpan, Record};

use crate::File;

const LISTS: [&str; 7] = ["articles", "actors", "events", "claims", "figures", "copies", "findings"];

/// One file a list, a line an item: `story` and the item's own keys; and the stories themselves.
pub fn jsonl(record: &Record<PointSpan>) -> Vec<File> {
    let mut files: Vec<File> = std::iter::once("stories")
        .chain(LISTS)
        .map(|list| File::of(&format!("{list}.jsonl"), String::new(), 0))
        .collect();
    let mut add = |list: usize, item: &Value| {
        files[list].bytes.extend(item.to_string().bytes());
        files[list].bytes.push(b'\n');
        files[list].rows += 1;
    };
    for story in &record.stories {
        let Ok(Value::Object(mut fields)) = serde_json::to_value(story) else { continue };
        for (at, list) in LISTS.iter().enumerate() {
            let Some(Value::Array(items)) = fields.remove(*list) else { continue };
            for item in items {
                let mut line = json!({ "story": story.id });
                if let (Value::Object(line), Value::Object(item)) = (&mut line, item) {
                    line.extend(item);
                }
                add(at + 1, &line);
            }
        }
        add(0, &Value::Object(fields));
    }
    files
}
