(data) => ({
  order_number: data.id,
  shipping_address: data.shippingAddress,
  items: data.items.map(item => ({
    sku: item.sku,
    quantity: item.quantity
  }))
})
