//! Rows to one number, in whatever order and batches they come: whether two answers are the same.

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::row::{RowConverter, SortField};
use datafusion::common::DataFusionError;
use std::hash::{DefaultHasher, Hasher as _};

/// How many rows there are, and the sum of what each hashes to. A row more or less is another one, and so
/// is a row of which one value differs. Against accidents, not against anyone who means to deceive.
#[derive(Debug, Default)]
pub(crate) struct Fingerprint {
    count: u64,
    sum: u64,
    /// Made of the first batch: all batches of an answer have the same columns.
    converter: Option<RowConverter>,
}

impl PartialEq for Fingerprint {
    fn eq(&self, other: &Self) -> bool {
        (self.count, self.sum) == (other.count, other.sum)
    }
}

impl Fingerprint {
    /// Adds the rows of a batch.
    pub(crate) fn add(&mut self, batch: &RecordBatch) -> Result<(), DataFusionError> {
        let converter = match &mut self.converter {
            Some(converter) => converter,
            none => {
                let columns = batch.columns().iter();
                let fields = columns.map(|column| SortField::new(column.data_type().clone()));
                none.insert(RowConverter::new(fields.collect())?)
            }
        };
        let rows = converter.convert_columns(batch.columns())?;
        for row in &rows {
            let mut hasher = DefaultHasher::new();
            hasher.write(row.as_ref());
            self.sum = self.sum.wrapping_add(hasher.finish());
        }
        self.count += rows.num_rows() as u64;
        Ok(())
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::Fingerprint;
    use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use std::sync::Arc;

    fn of(batches: &[&[(Option<i64>, &str)]]) -> Fingerprint {
        let mut told = Fingerprint::default();
        for rows in batches {
            let numbers: Int64Array = rows.iter().map(|row| row.0).collect();
            let texts: StringArray = rows.iter().map(|row| Some(row.1)).collect();
            let columns: [(&str, ArrayRef); 2] =
                [("seq", Arc::new(numbers)), ("service", Arc::new(texts))];
            told.add(&RecordBatch::try_from_iter(columns).unwrap())
                .unwrap();
        }
        told
    }

    #[test]
    fn rows_are_told_apart_and_their_order_is_not() {
        let (one, two, three) = ((Some(1), "shop"), (Some(2), "till"), (None, "till"));
        let whole = of(&[&[one, two, three]]);
        assert_eq!(whole.count(), 3);
        assert_eq!(whole, of(&[&[three], &[two, one]]));
        for other in [
            of(&[&[one, two, three], &[one, two, three]]),
            of(&[&[one, two, three, two]]),
            of(&[&[one, two]]),
            of(&[&[one, two, two]]),
            of(&[&[one, two, (Some(0), "till")]]),
            of(&[&[one, (Some(2), "shop"), (None, "till")]]),
            of(&[]),
        ] {
            assert_ne!(whole, other);
        }
    }
}
