// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramSession
import XCTest

@testable import Ferogram

final class JournalChoicesTests: XCTestCase {
    func testTheOrderOfTheChoicesDoesNotMatter() {
        let (builder, store) = (TelegramClient.builder(), MemoryStore())
        for choices in [
            builder.standby().sharedJournal().journal(store), builder.journal(store).standby().sharedJournal(),
            builder.standby().journal(store).sharedJournal(),
        ] {
            XCTAssertEqual(choices.configuration.journal?.waits, true)
            XCTAssertEqual(choices.configuration.journal?.isShared, true)
        }
        let plain = builder.standby().standby(false).journal(store)
        XCTAssertEqual(plain.configuration.journal?.waits, false)
        XCTAssertEqual(plain.configuration.journal?.isShared, false)
    }
}
