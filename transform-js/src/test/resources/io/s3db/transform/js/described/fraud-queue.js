(data) => {
  // Only send high-value transactions to fraud queue
  if (data.amount < 1000) return null;  // Skip low-value

  return {
    transaction_id: data.id,
    amount: data.amount,
    user_id: data.userId,
    risk_indicators: {
      is_large: data.amount > 5000,
      is_international: data.currency !== 'USD',
      is_new_customer: data.userCreatedDays < 7
    },
    timestamp: new Date().toISOString()
  };
}
