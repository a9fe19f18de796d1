(data) => {
  // Strip sensitive fields
  const { password, ssn, creditCard, ...safeData } = data;

  return {
    ...safeData,
    // Hash email for privacy
    email_hash: crypto.createHash('sha256').update(data.email).digest('hex'),
    // Keep metadata for analytics
    has_payment_method: !!creditCard,
    account_created: data.createdAt
  };
}
