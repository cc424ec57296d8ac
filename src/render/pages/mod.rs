//! One file per page: a view struct in words, and the template it fills.
