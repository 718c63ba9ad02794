// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// Takes an order step by step: product, quantity, address, confirmation.
@main
enum OrderBotMain {
    static func main() async {
        await Example.runBot("order", OrderBot.makeDispatcher) { script in
            try await script.ann.say("/start")
            try await script.ann.say("/order")
            try await script.ann.say("Green tea")
            try await script.ann.say("many")
            try await script.ann.say("3")
            // In the middle of an order, a command is a command and no answer.
            try await script.ann.say("/rules")
            try await script.ann.say("1 Sample Street")
            try await script.ann.say("yes")
            try await script.ann.say("/order")
            try await script.ann.say("/cancel")
            try await script.ann.say("/cancel")
        }
    }
}
