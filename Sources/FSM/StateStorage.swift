// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Keeps the states and values of conversations.
///
/// States are texts and values are JSON, so a storage needs to know neither. Each call is atomic by itself; that calls
/// for one key come one after another is the caller's part, see `ConversationStore`.
public protocol StateStorage: Sendable {
    /// The state of a conversation.
    ///
    /// - Parameter key: Whose conversation it is.
    /// - Returns: The state's text, or `nil` if there is none.
    /// - Throws: A `StateStorageError` if the storage fails; so do all methods.
    func state(for key: ConversationKey) async throws(StateStorageError) -> String?

    /// Sets the state of a conversation.
    func setState(_ state: String, for key: ConversationKey) async throws(StateStorageError)

    /// Removes the state of a conversation; its values stay.
    func clearState(for key: ConversationKey) async throws(StateStorageError)

    /// One value of a conversation, as JSON.
    ///
    /// - Parameters:
    ///   - field: The value's name.
    ///   - key: Whose conversation it is.
    /// - Returns: The value, or `nil` if there is none.
    /// - Throws: ``StateStorageError`` if the storage cannot be read.
    func value(of field: String, for key: ConversationKey) async throws(StateStorageError) -> [UInt8]?

    /// Sets one value of a conversation.
    ///
    /// - Parameters:
    ///   - value: JSON, or `nil` to remove the value.
    ///   - field: The value's name.
    ///   - key: Whose conversation it is.
    /// - Throws: ``StateStorageError`` if the storage cannot be written.
    func setValue(_ value: [UInt8]?, of field: String, for key: ConversationKey) async throws(StateStorageError)

    /// All values of a conversation, by name.
    func values(for key: ConversationKey) async throws(StateStorageError) -> [String: [UInt8]]

    /// Removes all values of a conversation; its state stays.
    func clearValues(for key: ConversationKey) async throws(StateStorageError)

    /// Removes everything of a conversation.
    func clearAll(for key: ConversationKey) async throws(StateStorageError)
}
