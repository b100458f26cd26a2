//! The task of a cursor: fetches, decodes off the network threads, and hands frames to the feed.

use std::sync::Arc;

use super::{Feed, Page, Pager, ReadyFrame, Taken, Unit};
use crate::error::Result;
use crate::measure::{self, Measurement};
use crate::offload::offload;
use crate::transfer::{self, FinishedFrame, Plan, Source};

/// Bytes of a reply that are decoded where they arrive, in about 100 µs: waking a thread of the pool for less costs more.
const INLINE_BYTES: usize = 128 * 1024;
/// Documents decoded before the first of their frames is handed over, so that JavaScript starts while the rest is decoded.
const DOCUMENTS_AT_A_TIME: usize = 512;

/// A cursor that goes on in the background.
pub(crate) struct CursorTask<D> {
    pub(crate) pager: Pager,
    pub(crate) outlet: Outlet<D>,
}

/// Where a cursor's frames go.
pub(crate) struct Outlet<D> {
    pub(crate) feed: Arc<Feed>,
    pub(crate) plan: Option<Arc<Plan>>,
    pub(crate) unit: Unit,
    /// Whether each page says what it cost.
    pub(crate) measured: bool,
    /// Answers a request that waited for a frame.
    pub(crate) deliver: D,
}

impl<D: Fn(u32, Taken) + Send + Sync> CursorTask<D> {
    /// Runs until the end, an error, or until the cursor is released; dropping the pager closes the server's cursor.
    /// `first` is what is left of the first page.
    pub(crate) async fn run(self, first: Option<PageRest>) {
        let Self { mut pager, outlet } = self;
        let outcome = if pager.in_session() {
            outlet.pump(&mut pager, first).await
        } else {
            tokio::select! {
                biased;
                () = outlet.feed.stop.cancelled() => return,
                outcome = outlet.pump(&mut pager, first) => outcome,
            }
        };
        outlet.answer(outlet.feed.finish(outcome.err()));
    }
}

impl<D: Fn(u32, Taken) + Send + Sync> Outlet<D> {
    async fn pump(&self, pager: &mut Pager, first: Option<PageRest>) -> Result<()> {
        if let Some(rest) = first {
            self.decode(rest, None, pager.exhausted()).await?;
        }
        loop {
            self.feed.room().await;
            if self.feed.stop.is_cancelled() {
                return Ok(());
            }
            let measurement = Measurement::start(self.measured);
            let fetched = measure::within(measurement.clone(), self.fetch(pager)).await?;
            let Some(page) = fetched else {
                return Ok(());
            };
            let measured = measurement.map(|measurement| measurement.section());
            self.decode(PageRest { page, from: 0 }, measured, pager.exhausted())
                .await?;
        }
    }

    async fn fetch(&self, pager: &mut Pager) -> Result<Option<Arc<Page>>> {
        measure::command();
        let attempt = measure::attempt(0);
        let fetched = pager.next().await;
        if let Some(attempt) = attempt {
            attempt.answered();
        }
        Ok(fetched?.map(|batch| {
            let page = Page::new(batch, self.unit);
            page.note();
            Arc::new(page)
        }))
    }

    async fn decode(
        &self,
        mut rest: PageRest,
        mut measured: Option<Box<[u8]>>,
        last_page: bool,
    ) -> Result<()> {
        loop {
            let part = decode_page(rest, self.plan.clone()).await?;
            let last_part = part.rest.is_none();
            let mut frames = part.frames;
            if frames.is_empty() && measured.is_some() {
                // A page without documents cost something as well.
                frames.push(FinishedFrame::default());
            }
            let count = frames.len();
            for (index, frame) in frames.into_iter().enumerate() {
                let ends_page = last_part && index + 1 == count;
                self.answer(self.feed.push(ReadyFrame {
                    frame,
                    ends_page,
                    ends_cursor: ends_page && last_page,
                    measured: measured.take(),
                }));
            }
            match part.rest {
                Some(next) => rest = next,
                None => return Ok(()),
            }
        }
    }

    fn answer(&self, due: Option<(u32, Taken)>) {
        if let Some((request, taken)) = due {
            (self.deliver)(request, taken);
        }
    }
}

/// A page from some document on.
pub(crate) struct PageRest {
    pub(crate) page: Arc<Page>,
    pub(crate) from: usize,
}

/// Decoded frames, and what of the page is not decoded yet.
pub(crate) struct DecodedPage {
    pub(crate) frames: Vec<FinishedFrame>,
    pub(crate) rest: Option<PageRest>,
}

/// Decodes the next part of a page; large parts away from the network threads.
pub(crate) async fn decode_page(rest: PageRest, plan: Option<Arc<Plan>>) -> Result<DecodedPage> {
    if (*rest.page).as_ref().len() <= INLINE_BYTES {
        return decode_part(rest, plan.as_deref());
    }
    offload(move || decode_part(rest, plan.as_deref())).await?
}

fn decode_part(rest: PageRest, plan: Option<&Plan>) -> Result<DecodedPage> {
    let source: Source = rest.page.clone();
    let (documents, more) = rest.page.documents(rest.from, DOCUMENTS_AT_A_TIME)?;
    let frames = transfer::decode_frames(plan, &documents, Some(&source))?;
    let from = rest.from + documents.len();
    let rest = more.then(|| PageRest {
        page: Arc::clone(&rest.page),
        from,
    });
    Ok(DecodedPage { frames, rest })
}
