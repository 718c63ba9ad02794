// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramParsers
import FerogramTLTypes
public import Foundation

extension TelegramClient {
    /// Changes a message (`messages.editMessage`).
    ///
    /// Buttons that the new message does not have go away. An attachment stays unless there is another one; the text is its
    /// caption.
    ///
    /// - Parameters:
    ///   - id: The message's number; with a schedule, that of a scheduled message.
    ///   - peer: The chat that it is in.
    ///   - message: What it is to become.
    ///   - allowsUnchanged: Whether a message that is the same already is no error.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func editMessage(
        _ id: Int32, in peer: some PeerConvertible, to message: some InputMessageConvertible,
        allowsUnchanged: Bool = false
    ) async throws(InvocationError) -> Message {
        try await core.editMessage(id, in: peer, to: message.inputMessage, allowsUnchanged: allowsUnchanged)
    }

    /// Changes the buttons of a message (`messages.editMessage`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    ///   - keyboard: The new buttons; `nil` for none.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func editKeyboard(
        ofMessage id: Int32, in peer: some PeerConvertible, to keyboard: Keyboard?
    ) async throws(InvocationError) -> Message {
        try await core.editKeyboard(of: id, in: peer, to: keyboard)
    }

    /// Changes when a scheduled message is sent (`messages.editMessage`).
    ///
    /// - Parameters:
    ///   - id: The scheduled message's number.
    ///   - peer: The chat that it is in.
    ///   - schedule: When it is sent.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func reschedule(
        message id: Int32, in peer: some PeerConvertible, to schedule: MessageSchedule
    ) async throws(InvocationError) -> Message {
        try schedule.check(method: "messages.editMessage", now: core.wallClock)
        return try await core.edited(id, in: peer) {
            TL.messages.EditMessage(peer: $0, id: id, scheduleDate: schedule.unixTime)
        }
    }

    /// Changes a live location (`messages.editMessage`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    ///   - location: Where it is now; without a period the old one stays.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func updateLiveLocation(
        ofMessage id: Int32, in peer: some PeerConvertible, to location: InputLiveLocation
    ) async throws(InvocationError) -> Message {
        try InputMessageMedia.liveLocation(location).check(core.limits.limits, method: "messages.editMessage")
        return try await core.edited(id, in: peer) {
            TL.messages.EditMessage(peer: $0, id: id, media: location.tl(isEdit: true))
        }
    }

    /// Ends a live location (`messages.editMessage`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Returns: The changed message.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func stopLiveLocation(
        ofMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) -> Message {
        try await core.edited(id, in: peer) {
            TL.messages.EditMessage(peer: $0, id: id, media: .geoLive(.init(stopped: true, geoPoint: .empty)))
        }
    }

    /// Asks whether a message can be changed (`messages.getMessageEditData`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The chat that it is in.
    /// - Returns: Whether the text is the caption of an attachment.
    /// - Throws: ``InvocationError``; the server says why it cannot be changed.
    public func editsCaption(
        ofMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) -> Bool {
        try await core.call(peer) { TL.messages.GetMessageEditData(peer: $0, id: id) }.caption
    }

    /// Adds items to a checklist (`messages.appendTodoList`).
    ///
    /// - Parameters:
    ///   - items: The items, with numbers that the list does not have yet.
    ///   - id: The number of the message with the list.
    ///   - peer: The chat that it is in.
    /// - Throws: ``InvocationError``.
    public func addChecklistItems(
        _ items: [InputChecklist.Item], toMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        guard !items.isEmpty else { return }
        try InputChecklist.check(items, core.limits.limits, method: "messages.appendTodoList")
        let list = items.map { TL.TodoItem(id: $0.id, title: $0.title.tl(core.mentionedUser)) }
        _ = try await core.call(peer) { TL.messages.AppendTodoList(peer: $0, msgID: id, list: list) }
    }

    /// Marks items of a checklist as done or not done (`messages.toggleTodoCompleted`).
    ///
    /// - Parameters:
    ///   - completed: The numbers of items that are done.
    ///   - uncompleted: The numbers of items that are not done.
    ///   - id: The number of the message with the list.
    ///   - peer: The chat that it is in.
    /// - Throws: ``InvocationError``.
    public func markChecklistItems(
        completed: [Int32] = [], uncompleted: [Int32] = [], ofMessage id: Int32, in peer: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.call(peer) {
            TL.messages.ToggleTodoCompleted(peer: $0, msgID: id, completed: completed, incompleted: uncompleted)
        }
    }

    /// Accepts a post that somebody proposed in the direct messages of a channel (`messages.toggleSuggestedPostApproval`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The direct messages of the channel.
    ///   - date: When it is published; `nil` for the time that was proposed.
    /// - Throws: ``InvocationError``.
    public func approveSuggestedPost(
        _ id: Int32, in peer: some PeerConvertible, publishing date: Date? = nil
    ) async throws(InvocationError) {
        _ = try await core.call(peer) {
            TL.messages.ToggleSuggestedPostApproval(peer: $0, msgID: id, scheduleDate: date?.unixTime)
        }
    }

    /// Rejects a post that somebody proposed in the direct messages of a channel (`messages.toggleSuggestedPostApproval`).
    ///
    /// - Parameters:
    ///   - id: The message's number.
    ///   - peer: The direct messages of the channel.
    ///   - comment: Why.
    /// - Throws: ``InvocationError``.
    public func declineSuggestedPost(
        _ id: Int32, in peer: some PeerConvertible, comment: String? = nil
    ) async throws(InvocationError) {
        _ = try await core.call(peer) {
            TL.messages.ToggleSuggestedPostApproval(reject: true, peer: $0, msgID: id, rejectComment: comment)
        }
    }
}
