(data) => {
  // Only send high-value orders
  if (data.total < 1000) return null;

  return {
    order_id: data.id,
    amount: data.total,
    customer_id: data.userId,
    risk_factors: {
      is_first_order: data.userOrderCount === 1,
      is_large_amount: data.total > 5000,
      is_international: data.shippingCountry !== 'US'
    }
  };
}
