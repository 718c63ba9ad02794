// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramFSM
import XCTest

private struct Address: Codable, Equatable {
    var street: String
    var number: Int
}

extension ConversationField where Value == Address {
    fileprivate static var address: ConversationField<Address> { "address" }
}

final class ConversationContextTests: XCTestCase {
    private let key = ConversationKey(userID: 1, chatID: 2)

    private func storages() -> [any StateStorage] { [MemoryStateStorage(), ListStorage()] }

    func testTransitionsAndClearing() async throws {
        for storage in storages() {
            let store = ConversationStore(storage: storage)
            let conversation: ConversationContext<OrderState> = store.conversation(for: key)
            let none = try await conversation.state
            XCTAssertNil(none)
            try await conversation.transition(to: .product)
            try await conversation.setValue("tea", of: "product")
            let state = try await conversation.state
            XCTAssertEqual(state, .product)
            // Another conversation is another one.
            let other = try await store.conversation(for: ConversationKey(userID: 1, chatID: 3), as: OrderState.self)
                .state
            XCTAssertNil(other)
            try await conversation.clearState()
            let cleared = try await conversation.state
            XCTAssertNil(cleared)
            let kept: String? = try await conversation.value(of: "product")
            XCTAssertEqual(kept, "tea")
            try await conversation.transition(to: .address)
            try await conversation.clearValues()
            let gone: String? = try await conversation.value(of: "product")
            XCTAssertNil(gone)
            let still = try await conversation.state
            XCTAssertEqual(still, .address)
            try await conversation.setValue(1, of: "quantity")
            try await conversation.clearAll()
            let values = try await conversation.values
            XCTAssertTrue(values.isEmpty)
            let ended = try await conversation.state
            XCTAssertNil(ended)
        }
    }

    func testTypedValues() async throws {
        for storage in storages() {
            let conversation = ConversationStore(storage: storage).conversation(for: key, as: OrderState.self)
            let address = Address(street: "Hauptstraße 🙂", number: 7)
            try await conversation.setValue(address, of: .address)
            try await conversation.setValue([1, 2, 3], of: "numbers")
            try await conversation.setValue(true, of: "isGift")
            let stored = try await conversation.value(of: .address)
            XCTAssertEqual(stored, address)
            let numbers: [Int]? = try await conversation.value(of: "numbers")
            XCTAssertEqual(numbers, [1, 2, 3])
            let names = try await conversation.values.keys.sorted()
            XCTAssertEqual(names, ["address", "isGift", "numbers"])
            try await conversation.setValue(nil, of: .address)
            let removed = try await conversation.value(of: .address)
            XCTAssertNil(removed)
        }
    }

    func testAValueOfAnotherTypeIsAnError() async throws {
        let conversation = ConversationStore(storage: MemoryStateStorage()).conversation(for: key, as: OrderState.self)
        try await conversation.setValue("tea", of: "product")
        do {
            let _: Int? = try await conversation.value(of: "product")
            XCTFail("a text is no number")
        } catch {
            guard case .decoding(let field, _) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(field, "product")
        }
    }

    func testAValueThatIsNoJSONIsAnError() async throws {
        let conversation = ConversationStore(storage: MemoryStateStorage()).conversation(for: key, as: OrderState.self)
        do {
            try await conversation.setValue(Double.infinity, of: "weight")
            XCTFail("infinity is no JSON")
        } catch {
            guard case .encoding(let field, _) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(field, "weight")
        }
    }

    func testFailuresOfTheStorageArrive() async throws {
        let storage = ListStorage()
        let conversation = ConversationStore(storage: storage).conversation(for: key, as: OrderState.self)
        await storage.setFails(true)
        do {
            try await conversation.transition(to: .product)
            XCTFail("the storage refuses")
        } catch {
            guard case .storage(let reason) = error else { return XCTFail("\(error)") }
            XCTAssertTrue(reason is ListStorage.Refusal)
        }
        // The failure has given the key back.
        await storage.setFails(false)
        try await conversation.transition(to: .quantity)
        let state = try await conversation.state
        XCTAssertEqual(state, .quantity)
    }

    func testStatesOfAnotherEnumAreNone() async throws {
        let store = ConversationStore(storage: MemoryStateStorage())
        try await store.conversation(for: key, as: SignupState.self).transition(to: .product)
        let state = try await store.conversation(for: key, as: OrderState.self).state
        XCTAssertNil(state)
        let begins = try await store.conversation(for: key, as: OrderState.self).transition(from: nil, to: .product)
        XCTAssertFalse(begins, "another conversation is going on")
    }
}
