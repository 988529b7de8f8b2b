//! Values of arguments: days, seconds.

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.0..=3600.0).contains(seconds));
    seconds.ok_or_else(|| "expected seconds between 0 and 3600, such as 2 or 0.5".to_owned())
}

pub(super) fn published(text: &str) -> Result<String, String> {
    match tidings_input::published(text) {
        Some(_) => Ok(text.to_owned()),
        None => {
            Err("expected a day such as 2024-03-12 or an instant such as 2024-03-12T09:30:00Z".to_owned())
        }
    }
}

pub(super) fn first_day(text: &str) -> Result<jiff::civil::Date, String> {
    tidings_store::first_day(text).ok_or_else(no_day)
}

pub(super) fn last_day(text: &str) -> Result<jiff::civil::Date, String> {
    tidings_store::last_day(text).ok_or_else(no_day)
}

fn no_day() -> String {
    "expected a day, month or year such as 2024-03-12, 2024-03 or 2024".to_owned()
}
