//! Taking fees and giving them back. Decree 61/2018 Art. 22. No fee is taken twice (P8).

use super::{Matter, text};
use crate::catalogue::Role;
use crate::fee::{FeeLine, PaymentMethod, Pieces};
use crate::{Actor, EnvelopeId, Event, Refusal, Status};

/// The clerk takes fees of the service, or the portal records what was paid online. Amounts are what the catalogue says;
/// a waiver needs a reason. The receipt's number hangs on the case code, so that it is unique without asking anybody.
pub(super) fn collect(
    matter: &Matter<'_>,
    receipt: &str,
    lines: &[FeeLine],
    method: PaymentMethod,
) -> Result<Vec<Event>, Refusal> {
    let unit = match &matter.envelope.actor {
        Actor::Portal => {
            paid_online(lines, method)?;
            None
        }
        Actor::Official(_) | Actor::Citizen(_) => Some(&matter.require_role(Role::Clerk)?.unit),
    };
    let open = [
        Status::Accepted,
        Status::InProgress,
        Status::AwaitingSupplement,
        Status::AwaitingPayment,
        Status::Done,
        Status::HandedOver,
    ];
    matter.require_status(&open)?;
    if matter.case.payments.iter().any(|payment| payment.id == matter.envelope.id) {
        return Err(Refusal::AlreadyDone);
    }
    if Some(receipt) != matter.case.next_receipt().as_deref() {
        return Err(Refusal::EntryMalformed { entry: "receipt".to_owned() });
    }
    if lines.is_empty() {
        return Err(Refusal::EntryMissing { entry: "lines".to_owned() });
    }
    text::few("lines", lines.len())?;
    for (index, line) in lines.iter().enumerate() {
        check(matter, line)?;
        // Several documents, each with its own pages and copies, are certified on one receipt.
        let is_by_document = matter.service.fees.iter().any(|fee| fee.code == line.fee && fee.amount.has_tiers());
        if !is_by_document && lines[..index].iter().any(|other| other.fee == line.fee) {
            return Err(Refusal::FeePaid { fee: line.fee.clone(), receipt: receipt.to_owned() });
        }
    }
    let unit = unit.filter(|unit| **unit != matter.case.unit).cloned();
    Ok(vec![Event::FeeCollected { receipt: receipt.to_owned(), lines: lines.to_vec(), method, unit }])
}

/// The portal only repeats what a payment gateway confirmed: it takes no cash and grants no waiver.
fn paid_online(lines: &[FeeLine], method: PaymentMethod) -> Result<(), Refusal> {
    let is_plain = method == PaymentMethod::Online && lines.iter().all(|line| line.waiver.is_none());
    if is_plain { Ok(()) } else { Err(Refusal::OfficialsOnly) }
}

fn check(matter: &Matter<'_>, line: &FeeLine) -> Result<(), Refusal> {
    let fee = matter.service.fees.iter().find(|fee| fee.code == line.fee);
    let fee = fee.ok_or_else(|| Refusal::EntryMalformed { entry: line.fee.clone() })?;
    if let Some(payment) = matter.case.paid().find(|payment| payment.lines.iter().any(|paid| paid.fee == line.fee)) {
        return Err(Refusal::FeePaid { fee: line.fee.clone(), receipt: payment.receipt.clone() });
    }
    if line.waiver.is_some() {
        text::required("reason", &line.reason, text::PARAGRAPH)?;
    }
    text::required("fee_name", &line.name, text::LINE)?;
    let malformed = || Refusal::EntryMalformed { entry: line.fee.clone() };
    let pieces = Pieces { quantity: line.quantity, copies: line.copies };
    let amount = fee.due(pieces, line.waiver.as_deref(), &matter.case.entries).ok_or_else(malformed)?;
    if line.quantity == 0 || line.copies == 0 {
        return Err(malformed());
    }
    if amount == line.amount { Ok(()) } else { Err(Refusal::FeeWrong { fee: line.fee.clone(), amount }) }
}

/// A head gives fees back, with the reason.
pub(super) fn refund(matter: &Matter<'_>, payment: EnvelopeId, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_head()?;
    let paid = matter.case.payments.iter().find(|one| one.id == payment);
    if paid.ok_or(Refusal::NothingToAnswer)?.refund.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::required("reason", reason, text::PARAGRAPH)?;
    Ok(vec![Event::FeeRefunded { payment, reason: reason.to_owned() }])
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::fee::{FeeLine, PaymentMethod};
    use crate::{Actor, Case, Command, Refusal};

    fn line(quantity: u32, amount: u64) -> FeeLine {
        FeeLine {
            fee: "LP".to_owned(),
            name: "Lệ phí".to_owned(),
            quantity,
            copies: 1,
            waiver: None,
            reason: String::new(),
            amount,
        }
    }
    fn collect(case: &Case, lines: Vec<FeeLine>) -> Command {
        Command::CollectFee { receipt: case.next_receipt().unwrap(), lines, method: PaymentMethod::Cash }
    }

    #[test]
    fn a_fee_is_taken_once_and_again_only_after_it_was_given_back() {
        let world = World::new();
        let accepted = world.accepted();
        let paid = accepted.when(clerk(), collect(&accepted.case(), vec![line(2, 16_000)])).then_ok();
        let receipt = "000.00.03.H40-261116-0001/1".to_owned();
        assert_eq!(paid.case().payments[0].receipt, receipt);
        let again = paid.when(clerk(), collect(&paid.case(), vec![line(1, 8_000)]));
        again.then_refused(&Refusal::FeePaid { fee: "LP".to_owned(), receipt });
        let refund = Command::RefundFee { payment: paid.case().payments[0].id, reason: "Thu nhầm".to_owned() };
        paid.when(clerk(), refund.clone())
            .then_refused(&Refusal::RoleMissing { role: crate::catalogue::Role::DivisionHead });
        let refunded = paid.when(head_of_unit(), refund).then_ok();
        let anew = refunded.when(clerk(), collect(&refunded.case(), vec![line(1, 8_000)])).then_ok();
        assert_eq!(anew.case().payments[1].receipt, "000.00.03.H40-261116-0001/2");
    }

    #[test]
    fn what_the_counter_of_another_unit_takes_lies_in_its_drawer() {
        use crate::statistics::{Period, cash_book};
        let mut world = World::new();
        world.linked();
        let mut application = counter_application();
        application.received_by = Some(OTHER_UNIT.into());
        let receive = Command::Receive { application, code: code_of(OTHER_UNIT, 1) };
        let received = world.given(&[]).when(stranger(), receive).then_ok();
        let paid = received.when(stranger(), collect(&received.case(), vec![line(1, 8_000)])).then_ok().case();
        let month = Period { from: "2026-11-01".parse().unwrap(), to: "2026-11-30".parse().unwrap() };
        let taken = |unit: &crate::UnitCode| cash_book(unit, [&paid], month).len();
        assert_eq!((taken(&OTHER_UNIT.into()), taken(&unit())), (1, 0));
    }

    #[test]
    fn the_portal_records_what_was_paid_online_and_grants_no_waiver() {
        let world = World::new();
        let accepted = world.accepted();
        let by = |method, waiver: Option<&str>| {
            let waiver = waiver.map(str::to_owned);
            let amount = if waiver.is_some() { 0 } else { 16_000 };
            let line = FeeLine { waiver, reason: "Hộ nghèo".to_owned(), ..line(2, amount) };
            Command::CollectFee { receipt: accepted.case().next_receipt().unwrap(), lines: vec![line], method }
        };
        let refused = |command| accepted.when(Actor::Portal, command).then_refused(&Refusal::OfficialsOnly);
        refused(by(PaymentMethod::Cash, None));
        refused(by(PaymentMethod::Online, Some("ngheo")));
        accepted.when(citizen(), by(PaymentMethod::Online, None)).then_refused(&Refusal::OfficialsOnly);
        let paid = accepted.when(Actor::Portal, by(PaymentMethod::Online, None)).then_ok();
        assert_eq!(
            (paid.case().payments[0].method, &paid.case().payments[0].by),
            (PaymentMethod::Online, &Actor::Portal)
        );
        let receipt = paid.case().payments[0].receipt.clone();
        let again = paid.when(clerk(), collect(&paid.case(), vec![line(1, 8_000)]));
        again.then_refused(&Refusal::FeePaid { fee: "LP".to_owned(), receipt });
    }

    #[test]
    fn the_amount_is_what_the_catalogue_says_and_a_waiver_has_a_reason() {
        let world = World::new();
        let accepted = world.accepted();
        let case = accepted.case();
        let wrong = accepted.when(clerk(), collect(&case, vec![line(2, 15_000)]));
        wrong.then_refused(&Refusal::FeeWrong { fee: "LP".to_owned(), amount: 16_000 });
        let waived = FeeLine { waiver: Some("ngheo".to_owned()), ..line(2, 0) };
        let missing = Refusal::EntryMissing { entry: "reason".to_owned() };
        accepted.when(clerk(), collect(&case, vec![waived.clone()])).then_refused(&missing);
        let reason = "Hộ nghèo, sổ số 12".to_owned();
        accepted.when(clerk(), collect(&case, vec![FeeLine { reason, ..waived }])).then_ok();
        let twice = accepted.when(clerk(), collect(&case, vec![line(1, 8_000), line(1, 8_000)])).refusal();
        assert!(matches!(twice, Refusal::FeePaid { .. }), "{twice:?}");
        let other =
            Command::CollectFee { receipt: "7".to_owned(), lines: vec![line(1, 8_000)], method: PaymentMethod::Cash };
        accepted.when(clerk(), other).then_refused(&Refusal::EntryMalformed { entry: "receipt".to_owned() });
    }
}
