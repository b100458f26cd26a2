//! Handles: 16 bits of slot and 16 bits of generation, so that a stale handle is found out and 0 is never one.

use std::collections::VecDeque;

/// Slots that rest before one is used again: a stale handle could be mistaken for a live one only after
/// this many times 65 535 further handles.
const RESTING: usize = 1024;
const LAST_SLOT: usize = 0xFFFF;

struct Slot<T> {
    generation: u16,
    value: Option<T>,
}

/// A table of values with checked handles.
pub struct Slab<T> {
    slots: Vec<Slot<T>>,
    free: VecDeque<u16>,
    first_generation: u16,
    live: usize,
}

impl<T> Slab<T> {
    /// An empty table; tables with different seeds hand out different handles, so a foreign one is found out.
    pub fn new(seed: u32) -> Self {
        let spread = seed.wrapping_mul(40_503) % 65_535;
        let first_generation = u16::try_from(spread + 1).unwrap_or(1);
        Self { slots: Vec::new(), free: VecDeque::new(), first_generation, live: 0 }
    }

    /// Puts a value in; `None` when 65 536 values are alive.
    pub fn insert(&mut self, value: T) -> Option<u32> {
        let slot = if self.slots.len() > LAST_SLOT || self.free.len() > RESTING {
            self.free.pop_front()?
        } else {
            let slot = u16::try_from(self.slots.len()).ok()?;
            self.slots.push(Slot { generation: self.first_generation, value: None });
            slot
        };
        let entry = self.slots.get_mut(usize::from(slot))?;
        entry.value = Some(value);
        self.live += 1;
        Some(u32::from(entry.generation) << 16 | u32::from(slot))
    }

    /// The value of a live handle.
    pub fn get(&self, handle: u32) -> Option<&T> {
        let (slot, generation) = split(handle);
        self.slots.get(slot).filter(|entry| entry.generation == generation)?.value.as_ref()
    }

    /// Takes the value out; its handle is stale from then on.
    pub fn remove(&mut self, handle: u32) -> Option<T> {
        let (slot, generation) = split(handle);
        let entry = self.slots.get_mut(slot).filter(|entry| entry.generation == generation)?;
        let value = entry.value.take()?;
        entry.generation = entry.generation.checked_add(1).unwrap_or(1);
        self.free.push_back(u16::try_from(slot).ok()?);
        self.live -= 1;
        Some(value)
    }

    /// Live handles and their values.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.slots.iter().enumerate().filter_map(|(slot, entry)| {
            let handle = u32::from(entry.generation) << 16 | u32::try_from(slot).ok()?;
            entry.value.as_ref().map(|value| (handle, value))
        })
    }

    /// Takes every value out.
    pub fn drain(&mut self) -> Vec<T> {
        let handles: Vec<u32> = self.iter().map(|(handle, _)| handle).collect();
        handles.into_iter().filter_map(|handle| self.remove(handle)).collect()
    }

    /// Number of live values.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether no value is alive.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }
}

fn split(handle: u32) -> (usize, u16) {
    ((handle & 0xFFFF) as usize, (handle >> 16) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_handle_stays_stale_while_its_slot_is_reused() {
        let mut slab = Slab::new(1);
        let first = slab.insert(1).expect("handle");
        assert_eq!(slab.remove(first), Some(1));
        for value in 0..10_000 {
            let handle = slab.insert(value).expect("handle");
            assert_ne!(handle, first);
            assert!(slab.get(first).is_none());
            slab.remove(handle);
        }
    }

    #[test]
    fn zero_is_never_a_handle() {
        let mut slab = Slab::new(0);
        for _ in 0..200_000 {
            let handle = slab.insert(()).expect("handle");
            assert_ne!(handle, 0);
            slab.remove(handle);
        }
    }

    #[test]
    fn a_full_table_refuses_and_recovers() {
        let mut slab = Slab::new(7);
        let handles: Vec<u32> = (0..=LAST_SLOT).filter_map(|value| slab.insert(value)).collect();
        assert_eq!(handles.len(), 65_536);
        assert!(slab.insert(0).is_none());
        slab.remove(handles[9]);
        assert!(slab.insert(0).is_some());
        assert_eq!(slab.drain().len(), 65_536);
        assert!(slab.is_empty());
    }

    #[test]
    fn tables_with_other_seeds_do_not_know_each_others_handles() {
        let (mut one, mut two) = (Slab::new(1), Slab::new(2));
        let handle = one.insert("one").expect("handle");
        two.insert("two");
        assert!(two.get(handle).is_none());
    }
}
