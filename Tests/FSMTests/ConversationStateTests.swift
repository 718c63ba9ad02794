// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramFSM
import XCTest

enum OrderState: String, ConversationState {
    case product
    case quantity
    case address
}

enum SignupState: String, ConversationState {
    case product
    case email

    static var stateNamespace: String { "signup" }
}

final class ConversationStateTests: XCTestCase {
    func testNamesComeBack() {
        XCTAssertEqual(OrderState.quantity.stateName, "OrderState::quantity")
        XCTAssertEqual(OrderState(stateName: "OrderState::quantity"), .quantity)
        XCTAssertEqual(SignupState.email.stateName, "signup::email")
        XCTAssertEqual(SignupState(stateName: "signup::email"), .email)
    }

    func testAMovedTypeStillReadsItsNames() {
        XCTAssertEqual(OrderState(stateName: "OldModule::OrderState::address"), .address)
        XCTAssertEqual(OrderState(stateName: "address"), .address)
    }

    func testStatesOfOtherEnumsAreNone() {
        XCTAssertNil(OrderState(stateName: SignupState.product.stateName))
        XCTAssertNil(SignupState(stateName: OrderState.product.stateName))
    }

    func testSeparatorsInNamesAreNames() {
        enum Shop: String, ConversationState {
            case order = "order::new"
            case end = "end"
            static var stateNamespace: String { "my::shop" }
        }
        for state in [Shop.order, .end] {
            XCTAssertEqual(Shop(stateName: state.stateName), state, state.stateName)
            XCTAssertEqual(Shop(stateName: "Old::" + state.stateName), state, state.stateName)
        }
        XCTAssertNil(Shop(stateName: "shop::end"))
        XCTAssertNil(Shop(stateName: "new"))
    }

    func testUnknownNamesAreNone() {
        for name in [
            "", "::", "OrderState::", "OrderState::gone", "OrderState:quantity", "quantity::OrderState", "::::",
        ] {
            XCTAssertNil(OrderState(stateName: name), name)
        }
    }

    func testNestedEnumsKeepApart() {
        enum Inner: String, ConversationState { case product }
        XCTAssertTrue(Inner.product.stateName.hasSuffix("Inner::product"), Inner.product.stateName)
        XCTAssertEqual(Inner(stateName: Inner.product.stateName), .product)
        XCTAssertNil(OrderState(stateName: Inner.product.stateName))
    }

    func testScopesMakeKeys() {
        XCTAssertEqual(ConversationScope.perUserInChat.key(userID: 1, chatID: 2), ConversationKey(userID: 1, chatID: 2))
        XCTAssertEqual(ConversationScope.perUser.key(userID: 1, chatID: 2), ConversationKey(userID: 1, chatID: nil))
        XCTAssertEqual(ConversationScope.perChat.key(userID: 1, chatID: 2), ConversationKey(userID: nil, chatID: 2))
    }

    func testScopesWithoutAUser() {
        XCTAssertEqual(
            ConversationScope.perUserInChat.key(userID: nil, chatID: 2), ConversationKey(userID: nil, chatID: 2))
        XCTAssertNil(ConversationScope.perUser.key(userID: nil, chatID: 2))
        XCTAssertEqual(ConversationScope.perChat.key(userID: nil, chatID: 2), ConversationKey(userID: nil, chatID: 2))
    }

    private enum Order: ConversationState {
        case product
        case amount(product: String, Int)
        case done
        static let stateNamespace = "Order"
    }

    private enum Other: ConversationState {
        case product
    }

    func testStatesWithValuesAreReadBack() {
        for state in [Order.product, .amount(product: "a::b \"c\"", 3), .done] {
            XCTAssertEqual(Order(stateName: state.stateName), state)
            XCTAssertNil(Other(stateName: state.stateName))
        }
        XCTAssertEqual(Order.product.stateName, #"Order::{"product":{}}"#)
        for text in ["", "product", "Order::", "Order::{}", #"Order::{"gone":{}}"#] {
            XCTAssertNil(Order(stateName: text), text)
        }
    }
}
