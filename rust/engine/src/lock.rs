//! Locks that survive a panic elsewhere: every critical section leaves its data whole.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks; a poisoned lock is taken all the same.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
