// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension UpdateRouting {
    /// Registers a handler of messages that gets a value read from them.
    ///
    /// - Parameters:
    ///   - extractor: Reads the value; messages without one do not match.
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onMessage<Value>(
        reading extractor: Extractor<Message, Value>, where filter: Filter<Message> = .all,
        _ body: @escaping @Sendable (Message, Value) async throws -> Void
    ) -> HandlerRegistration {
        on(.message, reading: extractor, where: filter, body)
    }

    /// Registers a handler of messages whose whole text matches a regular expression.
    ///
    ///     dispatcher.onMessage(matching: /(\d+) (?<unit>kg|g)/) { message, match in
    ///         try await message.reply("\(match.1) \(match.unit)")
    ///     }
    ///
    /// - Parameters:
    ///   - regex: The expression.
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do with the message and what the expression captured.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onMessage<Output: Sendable>(
        matching regex: @escaping @autoclosure @Sendable () -> Regex<Output>, where filter: Filter<Message> = .all,
        _ body: @escaping @Sendable (Message, Output) async throws -> Void
    ) -> HandlerRegistration {
        on(
            .message, reading: Extractor { message in (try? regex().wholeMatch(in: message.text))?.output },
            where: filter, body)
    }

    /// Registers a handler of a command: `/start`, or `/start@its_name`.
    ///
    /// - Parameters:
    ///   - name: The command without slash; case does not count.
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onCommand(
        _ name: String, where filter: Filter<Message> = .all, _ body: @escaping UpdateHandler<Message>
    ) -> HandlerRegistration {
        on(.message, command: name.lowercased(), where: .command(name) && filter, body)
    }

    /// Registers a handler of a command that gets what follows it.
    ///
    ///     dispatcher.onCommand("add", Int.self) { message, number in … }
    ///
    /// - Parameters:
    ///   - name: The command without slash; case does not count.
    ///   - type: What the arguments are read as; messages where that does not work do not match.
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onCommand<Value: CommandArguments>(
        _ name: String, _ type: Value.Type, where filter: Filter<Message> = .all,
        _ body: @escaping @Sendable (Message, Value) async throws -> Void
    ) -> HandlerRegistration {
        on(.message, command: name.lowercased(), reading: .command(name, type), where: filter, body)
    }

    /// Registers a handler of buttons with data of a type.
    ///
    ///     dispatcher.onCallbackQuery(reading: Vote.self) { query, vote in … }
    ///
    /// What another version of the program has put into a button goes to ``onError(_:)``, as
    /// ``CallbackDataError/outdated(_:)``.
    ///
    /// - Parameters:
    ///   - type: The type; buttons with other data do not match.
    ///   - filter: Which queries; all of them by default.
    ///   - body: What to do with the query and the data. What it throws goes to ``onError(_:)``.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onCallbackQuery<Data: CallbackData>(
        reading type: Data.Type, where filter: Filter<CallbackQuery> = .all,
        _ body: @escaping @Sendable (CallbackQuery, Data) async throws -> Void
    ) -> HandlerRegistration {
        append(
            .callbackQuery,
            .plain { update in
                guard case .callbackQuery(let query) = update, filter.matches(query) else { return nil }
                do throws(CallbackDataError) {
                    guard let data = try query.read(type) else { return nil }
                    return { try await body(query, data) }
                } catch {
                    return { [error] in throw error }
                }
            })
    }

    /// Registers a handler of `/start` with a payload from a link, see ``StartLink``.
    ///
    /// - Parameters:
    ///   - filter: Which messages; all of them by default.
    ///   - body: What to do with the message and the payload.
    /// - Returns: What the handler can be removed by.
    @discardableResult
    public func onStart(
        where filter: Filter<Message> = .all,
        _ body: @escaping @Sendable (Message, StartLink.Payload) async throws -> Void
    ) -> HandlerRegistration {
        let isStart = Filter<Message>.command("start")
        let extractor = Extractor<Message, StartLink.Payload> { message in
            guard isStart.matches(message), let text = message.command?.arguments, text.isStartParameter, !text.isEmpty
            else { return nil }
            return StartLink.Payload(raw: text)
        }
        return on(.message, command: "start", reading: extractor, where: filter, body)
    }
}
