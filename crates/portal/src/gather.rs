//! Questions of many callers that come at the same time are asked of the database together: one way there and back
//! serves them all. Whoever comes alone waits for nobody; nothing is remembered, so no answer is older than its question.

use crate::store::DatabaseError;
use std::sync::{Mutex, MutexGuard};
use tokio::sync::{Semaphore, oneshot};

/// See the head of this file.
pub(crate) struct Gather<Q, A> {
    waiting: Mutex<Vec<(Q, oneshot::Sender<A>)>>,
    /// Groups that are asked at once.
    turns: Semaphore,
}

/// Questions of a group at most.
const GROUP: usize = 64;

impl<Q: Clone, A> Gather<Q, A> {
    pub fn new(turns: usize) -> Self {
        Self { waiting: Mutex::default(), turns: Semaphore::new(turns) }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<(Q, oneshot::Sender<A>)>> {
        match self.waiting.lock() {
            Ok(waiting) => waiting,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    /// Asks a question; `all` answers several in their order.
    ///
    /// # Errors
    /// The database.
    pub async fn ask<Asking>(&self, question: Q, all: impl Fn(Vec<Q>) -> Asking) -> Result<A, DatabaseError>
    where
        Asking: Future<Output = Result<Vec<A>, DatabaseError>>,
    {
        let (told, mut answer) = oneshot::channel();
        self.waiting().push((question.clone(), told));
        let turn = tokio::select! {
            biased;
            answered = &mut answer => return match answered {
                Ok(answer) => Ok(answer),
                // Whoever asked for all went away, or its group broke.
                Err(_) => alone(question, all).await,
            },
            turn = self.turns.acquire() => turn,
        };
        let group: Vec<_> = {
            let mut waiting = self.waiting();
            let count = waiting.len().min(GROUP);
            waiting.drain(..count).collect()
        };
        if !group.is_empty() {
            let (questions, told): (Vec<Q>, Vec<_>) = group.into_iter().unzip();
            // Where it breaks, nobody is told, and each asks for itself.
            if let Ok(answers) = all(questions).await {
                for (told, answer) in told.into_iter().zip(answers) {
                    // Whoever went away needs no answer.
                    let _ = told.send(answer);
                }
            }
        }
        drop(turn);
        match answer.await {
            Ok(answer) => Ok(answer),
            Err(_) => alone(question, all).await,
        }
    }
}

async fn alone<Q, A, Asking>(question: Q, all: impl Fn(Vec<Q>) -> Asking) -> Result<A, DatabaseError>
where
    Asking: Future<Output = Result<Vec<A>, DatabaseError>>,
{
    all(vec![question]).await?.pop().ok_or(DatabaseError::Damaged("a question without an answer"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn who_comes_while_another_group_is_asked_goes_together_and_gets_its_own_answer() {
        let gather: Arc<Gather<u32, u32>> = Arc::new(Gather::new(1));
        let groups = Arc::new(AtomicUsize::new(0));
        let asked = (0..100).map(|number| {
            let (gather, groups) = (gather.clone(), groups.clone());
            tokio::spawn(async move {
                let all = |numbers: Vec<u32>| {
                    groups.fetch_add(1, Ordering::Relaxed);
                    async move {
                        tokio::task::yield_now().await;
                        Ok(numbers.into_iter().map(|number| number * 2).collect())
                    }
                };
                (number, gather.ask(number, all).await.unwrap())
            })
        });
        for one in asked.collect::<Vec<_>>() {
            let (number, answer) = one.await.unwrap();
            assert_eq!(answer, number * 2);
        }
        assert!(groups.load(Ordering::Relaxed) <= 4, "{groups:?} groups for a hundred questions");
    }

    #[tokio::test]
    async fn a_group_that_breaks_is_asked_one_by_one() {
        let gather: Gather<u32, u32> = Gather::new(2);
        let all = |numbers: Vec<u32>| async move {
            if numbers.len() > 1 { Err(DatabaseError::Damaged("a group")) } else { Ok(numbers) }
        };
        let (one, other, third) = tokio::join!(gather.ask(1, all), gather.ask(2, all), gather.ask(3, all));
        assert_eq!((one.unwrap(), other.unwrap(), third.unwrap()), (1, 2, 3));
    }
}
