// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender

/// Pages with buttons in one message, which changes as the person goes from page to page.
///
///     let menu = Menu("settings", [
///         "main": .init { _ in "Settings" } rows: { _ in [[.open("Language", "language")], [.close("Done")]] },
///         "language": .init { _ in "Which language?" } rows: { _ in
///             [[.run("English", "en") { place in try await save("en", for: place.userID) }], [.open("Back", "main")]]
///         },
///     ])
///     dispatcher.add(menu)
///     dispatcher.onCommand("settings") { message in try await menu.send("main", answering: message) }
///
/// Where the person is stands in the buttons, so menus go on working after a restart.
public struct Menu: Sendable {
    /// Who looks at a page, and where.
    public struct Place: Sendable {
        /// The chat.
        public let chatID: PeerID
        /// The person; `nil` for anonymous ones.
        public let userID: Int64?
        /// The query of the button that led there; `nil` for the first page.
        public let query: CallbackQuery?
    }

    /// What a page shows, as it is needed.
    public struct Page: Sendable {
        let text: @Sendable (Place) async throws -> InputMessage
        let rows: @Sendable (Place) async throws -> [[Item]]

        /// Creates a page.
        ///
        /// - Parameters:
        ///   - text: Makes the text.
        ///   - rows: Makes the buttons, row by row.
        public init<Text: InputMessageConvertible>(
            _ text: @escaping @Sendable (Place) async throws -> Text,
            rows: @escaping @Sendable (Place) async throws -> [[Item]]
        ) {
            self.text = { try await text($0).inputMessage }
            self.rows = rows
        }
    }

    /// A button.
    public struct Item: Sendable {
        enum Action: Sendable {
            case open(String)
            case run(String, @Sendable (Place) async throws -> Void)
            case close

            /// What the data of the button end with.
            var end: String {
                switch self {
                case .open(let page): "o:\(page)"
                case .run(let id, _): "r:\(id)"
                case .close: "c:"
                }
            }
        }

        let text: String
        let action: Action

        /// A button that leads to another page.
        ///
        /// - Parameters:
        ///   - text: What it shows.
        ///   - page: The page.
        /// - Returns: The button.
        public static func open(_ text: String, _ page: String) -> Self { Self(text: text, action: .open(page)) }

        /// A button that does something, after which the page is shown anew.
        ///
        /// - Parameters:
        ///   - text: What it shows.
        ///   - id: What names it on its page.
        ///   - body: What it does.
        /// - Returns: The button.
        public static func run(
            _ text: String, _ id: String, _ body: @escaping @Sendable (Place) async throws -> Void
        ) -> Self {
            Self(text: text, action: .run(id, body))
        }

        /// A button that removes the message.
        ///
        /// - Parameter text: What it shows.
        /// - Returns: The button.
        public static func close(_ text: String) -> Self { Self(text: text, action: .close) }
    }

    private let name: String
    private let pages: [String: Page]

    /// Creates a menu.
    ///
    /// - Parameters:
    ///   - name: What names it among the bot's menus, without a `:`. With the names of a page and of a button it has to fit
    ///     into 58 bytes.
    ///   - pages: The pages by their names, which have no `:` in them.
    public init(_ name: String, _ pages: [String: Page]) {
        (self.name, self.pages) = (name, pages)
    }

    /// Sends the menu.
    ///
    /// - Parameters:
    ///   - page: The page that is shown first.
    ///   - message: The message in whose chat it is sent.
    /// - Returns: The message.
    /// - Throws: ``InvocationError``, and what the page throws.
    @discardableResult
    public func send(_ page: String, answering message: Message) async throws -> Message {
        let place = Place(chatID: message.chatID, userID: message.senderID?.userID, query: nil)
        return try await message.respond(content(of: page, place))
    }

    /// Does what a button is for.
    func handle(_ query: CallbackQuery) async throws {
        guard let data = query.text, data.utf8.starts(with: prefix.utf8) else { return }
        let parts = Substring(data.utf8.dropFirst(prefix.utf8.count))
            .split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return }
        let place = Place(chatID: query.chatID, userID: query.userID, query: query)
        let page = parts[0]
        // Anybody can make up data: the page has to offer this person the button now.
        guard let rows = try await pages[page]?.rows(place),
            let item = rows.joined().first(where: { $0.action.end == parts[1] + ":" + parts[2] })
        else { return }
        switch item.action {
        case .open(let other): try await show(other, query, place)
        case .close: try await query.deleteMessage()
        case .run(_, let body):
            try await body(place)
            try await show(page, query, place)
        }
    }

    /// What the data of its buttons begin with.
    var prefix: String { "m:\(name):" }

    private func show(_ page: String, _ query: CallbackQuery, _ place: Place) async throws {
        let content = try await content(of: page, place)
        do throws(InvocationError) {
            try await query.edit(content)
        } catch {
            // The page looks as before.
            guard error.is(.messageNotModified) else { throw error }
        }
    }

    private func content(of page: String, _ place: Place) async throws -> InputMessage {
        guard let shown = pages[page] else { throw Self.noPage(page) }
        var content = try await shown.text(place)
        let rows = try await shown.rows(place)
        content.keyboard = .inline(InlineKeyboard(try rows.map { try $0.map { try button($0, on: page) } }))
        return content
    }

    private func button(_ item: Item, on page: String) throws -> InlineButton {
        if let name = [name, page].first(where: { $0.contains(":") }) {
            throw InvocationError.invalidArgument(
                method: "messages.sendMessage", "the name \(name) of a menu or of its page has a : in it")
        }
        let data = Array("\(prefix)\(page):\(item.action.end)".utf8)
        guard data.count <= 64 else {
            throw InvocationError.invalidArgument(
                method: "messages.sendMessage", "the names of the menu \(name) make \(data.count) bytes, 64 are allowed"
            )
        }
        return .callback(item.text, data: data)
    }

    private static func noPage(_ page: String) -> InvocationError {
        .invalidArgument(method: "messages.editMessage", "the menu has no page \(page)")
    }
}

extension UpdateRouting {
    /// Registers the buttons of a menu.
    ///
    /// - Parameter menu: The menu.
    /// - Returns: What it can be removed by.
    @discardableResult
    public func add(_ menu: Menu) -> HandlerRegistration {
        on(.callbackQuery, where: .data(prefix: menu.prefix)) { try await menu.handle($0) }
    }
}
