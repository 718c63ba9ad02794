// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

extension ClientCore {
    func answerInlineQuery(
        _ id: Int64, _ results: [InlineResult], _ options: InlineAnswerOptions
    ) async throws(InvocationError) {
        let method = "messages.setInlineBotResults"
        if results.count > InlineAnswerOptions.resultLimit {
            throw .invalidArgument(
                method: method,
                "there are \(results.count) results, \(InlineAnswerOptions.resultLimit) are allowed; answer(pagesOf:) makes pages"
            )
        }
        if Set(results.map(\.id)).count != results.count {
            throw .invalidArgument(method: method, "two results have the same id")
        }
        if let result = results.first(where: { !(1...64).contains($0.id.utf8.count) }) {
            throw .invalidArgument(
                method: method, "the id \"\(result.id)\" has \(result.id.utf8.count) bytes, 1 to 64 are allowed")
        }
        if let offset = options.nextOffset, offset.utf8.count > 64 {
            throw .invalidArgument(method: method, "the next offset has \(offset.utf8.count) bytes, 64 are allowed")
        }
        var (start, app): (TL.InlineBotSwitchPM?, TL.InlineBotWebView?)
        switch options.button {
        case .start(let text, let parameter):
            guard parameter.isStartParameter, !parameter.isEmpty else { throw .startParameter(method, parameter) }
            start = .init(text: text, startParam: parameter)
        case .webApp(let text, let url): app = .init(text: text, url: url)
        case nil: break
        }
        var list: [TL.InputBotInlineResult] = []
        for result in results { list.append(try await result.tl(self)) }
        _ = try await invoke(
            TL.messages.SetInlineBotResults(
                gallery: options.isGallery, private: options.isPersonal, queryID: id, results: list,
                cacheTime: options.cacheTime.wholeSeconds, nextOffset: options.nextOffset, switchPM: start,
                switchWebview: app))
    }

    func editInlineMessage(_ id: InlineMessageID, to message: InputMessage) async throws(InvocationError) {
        let method = "messages.editInlineBotMessage"
        try message.check(limits.limits, method: method, now: wallClock)
        let plan = try await plan(message, to: nil, isEdit: true)
        try await callInline(id, method) { plan.editInlineMessage($0) }
    }

    func editInlineKeyboard(of id: InlineMessageID, to keyboard: Keyboard?) async throws(InvocationError) {
        let method = "messages.editInlineBotMessage"
        let markup = try await markup(ifAny: keyboard, method: method)
        try await callInline(id, method) { TL.messages.EditInlineBotMessage(id: $0, replyMarkup: markup) }
    }

    /// A keyboard as calls have it, after a look at what the server would refuse.
    func markup(ifAny keyboard: Keyboard?, method: String) async throws(InvocationError) -> TL.ReplyMarkup? {
        guard let keyboard else { return nil }
        try keyboard.check(limits.limits, method: method)
        return try await markup(keyboard)
    }

    /// Makes a call about an inline message, at the data centre that keeps it.
    @discardableResult
    func callInline<Function: TLFunction>(
        _ id: InlineMessageID, _ method: String, _ make: (TL.InputBotInlineMessageID) -> Function
    ) async throws(InvocationError) -> Function.Response {
        guard let raw = id.raw, let dataCenter = id.dataCenter else {
            throw .invalidArgument(method: method, "this is no id of an inline message")
        }
        return try await invoke(make(raw), on: .dataCenter(dataCenter))
    }
}

extension String {
    /// Whether a bot can be started with it: up to 64 letters, digits, `_` and `-`.
    var isStartParameter: Bool {
        utf8.count <= 64
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension InvocationError {
    /// A parameter that no bot can be started with.
    static func startParameter(_ method: String, _ parameter: String) -> InvocationError {
        .invalidArgument(
            method: method,
            "\"\(parameter)\" is no start parameter: up to 64 of A–Z, a–z, 0–9, _ and - are; StartLink encodes anything"
        )
    }
}
