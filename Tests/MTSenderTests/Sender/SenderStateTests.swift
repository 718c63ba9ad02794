// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import FerogramTLTypes
import FerogramTestSupport
import XCTest

@testable import FerogramMTSender

final class SenderStateTests: XCTestCase {
    private struct Row {
        let rule: String
        let script: String
        let outcome: String

        init(_ rule: String, _ script: String, _ outcome: String) {
            self.rule = rule
            self.script = script
            self.outcome = outcome
        }
    }

    private func check(_ rows: [Row]) {
        for row in rows {
            do {
                let outcome = try SenderScript.run(row.script)
                XCTAssertEqual(outcome, row.outcome, row.rule)
            } catch {
                XCTFail("\(row.rule): \(error)")
            }
        }
    }

    func testCalls() {
        check([
            Row("a call waits for a key", "call:a flush", "[] sent[] ended[] keyless"),
            Row("a call waits for a connection", "key call:a flush", "[current] sent[] ended[]"),
            Row("a call goes out", "key connect call:a flush", "[current] sent[a] ended[]"),
            Row("calls that waited go out in order", "call:a call:b key connect flush", "[current] sent[a b] ended[]"),
            Row("an answer ends a call", "key connect call:a flush ok:a", "[current] sent[a] ended[a=ok]"),
            Row("an answer ends a call once", "key connect call:a flush ok:a ok:a", "[current] sent[a] ended[a=ok]"),
            Row(
                "an error ends a call", "key connect call:a flush err:a:400:PEER_ID_INVALID",
                "[current] sent[a] ended[a=PEER_ID_INVALID]"),
            Row(
                "a harmful call waits until the server's time is known", "key connect harm:a flush",
                "[current] sent[] ended[]"),
            Row(
                "a harmful call goes out on a live connection", "key connect live harm:a flush",
                "[current] sent[a] ended[]"),
            Row(
                "a call follows another", "key connect call:a call:b>a flush", "[current] sent[a b-after] ended[]"),
            Row(
                "a call that follows one that is unknown is not run", "key connect call:b>x flush",
                "[current] sent[] ended[b=MSG_WAIT_FAILED]"),
            Row(
                "a call follows one that waits for a key", "call:a call:b>a key connect flush",
                "[current] sent[a b-after] ended[]"),
            Row(
                "a closed sender refuses calls", "key connect close call:a", "[current] sent[] ended[a=disconnected]"),
            Row(
                "closing ends all calls in the order of their tickets", "key connect call:a call:b flush call:c close",
                "[current] sent[a b] ended[a=disconnected b=disconnected c=disconnected]"),
        ])
    }

    func testResting() {
        check([
            Row(
                "an idle sender gives memory back", "key connect live rest call:a flush ok:a tick:2 rest",
                "[current] sent[] ended[rested a=ok rested]"),
            Row(
                "and takes calls as before", "key connect live call:a flush ok:a tick:2 rest call:b flush ok:b",
                "[current] sent[b] ended[a=ok rested b=ok]"),
            Row(
                "one that waits for an answer does not", "key connect live rest call:a flush tick:1 rest ok:a",
                "[current] sent[] ended[rested a=ok]"),
        ])
    }

    func testFlushing() {
        check([
            Row("nothing is sent without a connection", "key call:a plan", "[current] sent[] ended[underWay]"),
            Row("a call that is alone goes at once", "key connect call:a plan", "[current] sent[] ended[now]"),
            Row(
                "what comes until then goes with it", "key connect call:a plan call:b plan flush",
                "[current] sent[a b] ended[now underWay]"),
            Row(
                "with others a call waits a moment", "key connect call:a plan flush call:b plan",
                "[current] sent[a] ended[now soon]"),
            Row(
                "and those that come meanwhile need nothing",
                "key connect call:a plan flush call:b plan call:c plan flush",
                "[current] sent[b c] ended[now soon underWay]"),
            Row(
                "a flush that was lost with its connection is planned again",
                "key connect call:a plan drop connect call:b plan", "[current] sent[] ended[now soon]"),
        ])
    }

    /// Long calls leave by twos, since two are sealed in the time of one.
    func testTwoLongCallsGoOutWithOneFlush() throws {
        var generator = SeededGenerator(seed: 3)
        var results = CallResults()
        let now = MonotonicTime(nanoseconds: 0)
        var state = SenderState(dataCenter: 2, usesTemporaryKeys: false)
        let session = ClientSession(
            salts: SaltSchedule(salt: 1), clock: ServerClock(unixTime: 1_800_000_000, now: now), using: &generator)
        let key = try AuthKey(SecureBytes(randomCount: 256, using: &generator))
        state.adopt(KeyMaterial(authKey: key), session, into: &results)
        state.connected(ConnectionID(number: 1), now: now)
        for number in 1...5 {
            let call = OutgoingCall(body: generator.bytes(count: 512 << 10), repetition: .harmless)
            let refusal = state.begin(
                Ticket(UInt64(number)), call, method: TL.help.GetConfig.constructorID, deadline: nil, after: [])
            XCTAssertNil(refusal)
        }
        var counts: [Int] = []
        var wantsMore: [Bool] = []
        for _ in 0..<4 {
            let flushed = state.flush(now: now, limit: 65_536, into: &results)
            counts.append(flushed.outgoing.reduce(0) { $0 + $1.packets.filter(\.isLong).count })
            wantsMore.append(flushed.hasMore)
        }
        XCTAssertEqual(counts, [2, 2, 1, 0])
        XCTAssertEqual(wantsMore, [true, true, false, false])
    }

    func testCancelling() {
        check([
            Row(
                "a call that waits is dropped", "call:a cancel:a key connect flush",
                "[current] sent[] ended[a=cancelled]"),
            Row(
                "a call that went out is dropped at the server", "key connect call:a flush cancel:a",
                "[current] sent[a] ended[a=cancelled-on-server]"),
            Row(
                "a call that was cancelled has no answer", "key connect call:a flush cancel:a ok:a",
                "[current] sent[a] ended[a=cancelled-on-server]"),
            Row(
                "a call is cancelled once", "key connect call:a flush cancel:a cancel:a",
                "[current] sent[a] ended[a=cancelled-on-server]"),
            Row(
                "a call that was cancelled does not go out again",
                "key connect call:a flush cancel:a drop connect flush",
                "[current] sent[] ended[a=cancelled-on-server]"),
        ])
    }

    func testDeadlines() {
        check([
            Row("a call ends at its deadline", "key connect call:a@5 flush tick:5", "[current] sent[] ended[a=late]"),
            Row("not before", "key call:a@5 tick:4", "[current] sent[] ended[]"),
            Row("also without a key", "call:a@5 tick:6", "[] sent[] ended[a=late] keyless"),
            Row("also without a connection", "key call:a@5 tick:6", "[current] sent[] ended[a=late]"),
            Row("the earliest first", "call:a@5 call:b@3 tick:6", "[] sent[] ended[b=late a=late] keyless"),
            Row(
                "an answer comes before its deadline", "key connect call:a@5 flush ok:a tick:6",
                "[current] sent[] ended[a=ok]"),
            Row("what is in the way is said", "silent call:a@5 tick:6", "[] sent[] ended[a=lost] keyless"),
            Row(
                "unless the call has gone out", "key connect call:a@3 flush silent tick:4",
                "[current] sent[] ended[a=late]"),
            Row("a call without a deadline waits on", "call:a tick:100000", "[] sent[] ended[] keyless"),
        ])
    }

    func testConnections() {
        check([
            Row(
                "a call goes out again over the next connection", "key connect call:a flush drop connect flush",
                "[current] sent[a] ended[]"),
            Row(
                "a harmful one goes out again, under its id, when the connection is alive",
                "key connect live harm:a flush drop connect live flush", "[current] sent[a] ended[]"),
            Row(
                "a silent server is given up", "key connect live call:a flush tick:3 tick:3 tick:3",
                "[current] sent[] ended[dead]"),
            Row(
                "nothing goes out without a connection", "key connect call:a drop flush", "[current] sent[] ended[]"),
        ])
    }

    func testBinding() {
        check([
            Row("a temporary key is wanted from the start", "pfs key", "[] sent[] ended[] wants"),
            Row(
                "a key is bound before any call", "pfs key connect call:a temp flush",
                "[candidate] sent[bind] ended[] wants"),
            Row(
                "calls go out with the key that was bound", "pfs key connect call:a temp flush bound flush",
                "[current] sent[a] ended[bound]"),
            Row(
                "no other key is made before it is decided what follows a refusal",
                "pfs key connect needs temp needs flush refused?:ENCRYPTED_MESSAGE_INVALID needs "
                    + "judge:ENCRYPTED_MESSAGE_INVALID needs",
                "[] sent[bind] ended[needs-key needs-none needs-none refused needs-key] wants"),
            Row(
                "nor longer than until the next connection",
                "pfs key connect temp flush refused?:ENCRYPTED_MESSAGE_INVALID drop needs connect needs",
                "[] sent[bind] ended[needs-none needs-key] wants"),
            Row(
                "a refusal is one try", "pfs key connect temp flush refused:ENCRYPTED_MESSAGE_INVALID",
                "[] sent[bind] ended[refused] wants"),
            Row(
                "two refusals prove that the key is lost",
                "pfs key connect temp flush refused:ENCRYPTED_MESSAGE_INVALID temp flush refused:ENCRYPTED_MESSAGE_INVALID",
                "[] sent[bind] ended[refused refused-key-lost] wants"),
            Row(
                "other words prove nothing", "pfs key connect temp flush refused:TEMP_KEY temp flush refused:TEMP_KEY",
                "[] sent[bind] ended[refused refused] wants"),
            Row(
                "a binding between two refusals ends the doubt",
                "pfs key connect temp flush refused:ENCRYPTED_MESSAGE_INVALID temp flush bound temp flush "
                    + "refused:ENCRYPTED_MESSAGE_INVALID",
                "[current] sent[bind] ended[refused bound refused]"),
            Row(
                "a key in use stays until the next one is bound", "pfs key connect temp flush bound temp call:a flush",
                "[current candidate] sent[a bind] ended[bound]"),
            Row(
                "only one key is bound at a time", "pfs key connect temp temp flush",
                "[candidate] sent[bind] ended[] wants"),
            Row(
                "a lost connection lets a binding go out again", "pfs key connect temp flush drop connect flush",
                "[candidate] sent[bind] ended[] wants"),
            Row(
                "without a permanent key there is nothing to bind to", "pfs temp connect flush",
                "[] sent[] ended[] wants keyless"),
        ])
    }

    func testDraining() {
        check([
            Row(
                "the old key waits for its answers",
                "pfs key connect temp flush bound call:a flush temp flush bound",
                "[draining current] sent[bind] ended[bound bound]"),
            Row(
                "and goes when it has them", "pfs key connect temp flush bound call:a flush temp flush bound ok:a",
                "[current] sent[bind] ended[bound bound a=ok]"),
            Row(
                "it goes at once if there is nothing to wait for",
                "pfs key connect temp flush bound temp flush bound", "[current] sent[bind] ended[bound bound]"),
            Row(
                "new calls take the new key",
                "pfs key connect temp flush bound call:a flush temp flush bound call:b flush",
                "[draining current] sent[b] ended[bound bound]"),
            Row(
                "the end of the old key hands its calls over",
                "pfs key connect temp:3 flush bound call:a flush temp flush bound tick:4",
                "[current] sent[a] ended[bound bound]"),
            Row(
                "nobody knows about harmful ones then",
                "pfs key connect temp:3 flush bound live harm:a flush temp flush bound tick:4",
                "[current] sent[] ended[bound bound a=unknown]"),
            Row(
                "a third key ends the first",
                "pfs key connect temp flush bound call:a flush temp flush bound call:b flush temp flush bound flush",
                "[draining current] sent[a] ended[bound bound bound]"),
            Row(
                "a key that lost its binding takes no more calls",
                "pfs key connect temp flush bound unbound call:a flush", "[] sent[] ended[bound] wants"),
        ])
    }

    func testUnknownKeys() {
        check([
            Row("one word proves nothing", "key connect unknown!", "[current] sent[] ended[]"),
            Row(
                "a key without an account is replaced after two", "key connect unknown! unknown!",
                "[] sent[] ended[key-lost] lost keyless"),
            Row(
                "its calls wait for the next key", "key connect call:a flush unknown! unknown! key connect flush",
                "[current] sent[a] ended[key-lost] lost"),
            Row(
                "what cannot run twice has an unknown outcome", "key connect live harm:a flush unknown! unknown!",
                "[] sent[a] ended[key-lost a=unknown] lost keyless"),
            Row(
                "a key with an account is doubted", "key connect unknown unknown", "[current] sent[] ended[] doubts"),
            Row(
                "a doubted key keeps quiet", "key connect unknown drop connect unknown drop connect call:a flush",
                "[current] sent[] ended[] doubts"),
            Row(
                "a probe asks", "key connect unknown unknown drop connect temp flush",
                "[current probe] sent[bind] ended[] doubts"),
            Row(
                "a probe that is bound ends the doubt", "key call:a unknown unknown connect temp flush bound flush",
                "[current] sent[a] ended[bound]"),
            Row(
                "a probe that is refused twice proves the loss",
                "key unknown unknown connect temp flush refused:ENCRYPTED_MESSAGE_INVALID temp flush "
                    + "refused:ENCRYPTED_MESSAGE_INVALID",
                "[current] sent[bind] ended[refused refused-key-lost] doubts"),
            Row(
                "an answer ends the count", "key connect call:a flush unknown! ok:a unknown!",
                "[current] sent[a] ended[a=ok]"),
            Row(
                "temporary keys may vanish", "pfs key connect temp flush bound call:a flush unknown unknown",
                "[] sent[a] ended[bound] wants"),
            Row(
                "the key that is being bound goes first", "pfs key connect temp flush bound temp unknown",
                "[current] sent[bind] ended[bound]"),
            Row(
                "then the one that drains",
                "pfs key connect temp flush bound call:a flush temp flush bound unknown flush",
                "[current] sent[a] ended[bound bound]"),
            Row(
                "a key that is given up lets its calls wait", "key connect call:a flush lose flush",
                "[] sent[] ended[] lost keyless"),
        ])
    }
}
